/*
 * Prints what becomes of mutated files, for each kind of file that is read back:
 *
 *   node test/bench/damaged-files.mjs [mutations of each kind, 1000]
 *
 * The mutations and their judgement are those of test/damage.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const count = process.argv[2] ?? "1000";
const folder = mkdtempSync(join(tmpdir(), "espalier-table-"));
const table = join(folder, "table.txt");
const vitest = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--project", "wasm", "--reporter", "dot", "test/damage"],
  {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, ESPALIER_MUTATIONS: count, ESPALIER_MUTATIONS_TABLE: table },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
const heads = ["refused", "same", "other", "silent", "raw", "ms most"];
console.log(`${"file".padEnd(18)}${"damage".padEnd(10)}${heads.map((head) => head.padStart(9)).join("")}`);
console.log(readFileSync(table, "utf8"));
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
