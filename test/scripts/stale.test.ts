/* A build leaves what the sources give and nothing else. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../data/temporary";

const root = join(__dirname, "../..");
const { at, put } = temporaryFolder();
let removeStale: (sources: string, built: string) => string[];

beforeAll(async () => {
  const path = join(root, "scripts", "setup", "stale.mjs");
  ({ removeStale } = (await import(path)) as { removeStale: typeof removeStale });
});

it("takes away what has no source any more, and folders that are then empty", () => {
  for (const file of ["graph/deciders/index.ts", "table.json", "tool.mts", "view.tsx"])
    put(`src/${file}`, "");
  const kept = [
    ".built-from",
    "graph/deciders/index.d.ts",
    "graph/deciders/index.js",
    "graph/deciders/index.js.map",
    "table.json",
    "tool.d.mts",
    "tool.mjs",
    "view.js",
  ];
  // A file of this name would come before the folder, wherever somebody imports "./deciders".
  const stale = ["graph/deciders.d.ts", "graph/deciders.js", "old/deep/gone.js", "old/deep/gone.js.map", "table.js", "tool.js"]; // prettier-ignore
  for (const file of [...kept, ...stale]) put(`dist/${file}`, file);
  expect(removeStale(at("src"), at("dist"))).toEqual(stale);
  const left = readdirSync(at("dist"), { recursive: true, withFileTypes: true });
  const files = left.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.sort()).toEqual(kept.map((file) => at("dist", file)));
  expect(existsSync(at("dist", "old"))).toBe(false);
  expect(removeStale(at("src"), at("dist"))).toEqual([]);
});

it("finds nothing where nothing was built", () => {
  expect(removeStale(at("src"), at("nowhere"))).toEqual([]);
});

it("is part of every build, after the compiler", () => {
  const build = readFileSync(join(root, "scripts", "setup", "build.mjs"), "utf8");
  const body = build.slice(build.indexOf("export async function build()"));
  expect(body.indexOf("removeStale(")).toBeGreaterThan(body.indexOf("does not compile"));
});
