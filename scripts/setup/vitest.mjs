/* Runs the tests of one kind and counts them. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { root } from "./paths.mjs";
import { readLog, summarise, underWay } from "./test-log.mjs";

/**
 * Minutes in which no test ends until the run is given up: longer than vitest's own limits (`vitest.config.mts`), which
 * cannot end a test that computes without a pause.
 */
const patience = 15;

/**
 * Runs the tests of a vitest project that match the filters.
 *
 * @returns how many passed; what failed, by name; by group how many were left out; what else is to be said.
 */
export async function runTests(project, filters) {
  const folder = mkdtempSync(path.join(tmpdir(), "espalier-tests-"));
  const log = path.join(folder, "log.jsonl");
  try {
    const stuck = [];
    const code = await runVitest(project, filters, log, (files) => stuck.push(...files));
    const result = summarise(readLog(log), code);
    const failures = stuck.map((file) => `${file}: no test of it ended in ${patience} minutes`);
    return { ...result, failures: [...result.failures, ...failures] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest(project, filters, log, onStuck) {
  // A group of its own, so that nothing that tests have started outlives them.
  const group = process.platform !== "win32";
  const child = spawn(
    process.execPath,
    [
      path.join(root, "node_modules", "vitest", "vitest.mjs"),
      ...["run", "--project", project, "--passWithNoTests"],
      ...["--reporter=default", `--reporter=${path.join(import.meta.dirname, "vitest-reporter.mjs")}`],
      ...filters,
    ],
    { cwd: root, stdio: "inherit", detached: group, env: { ...process.env, ESPALIER_TEST_LOG: log } },
  );
  const end = (signal) => {
    try {
      if (group) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // Nothing of it is left.
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, end);
  const begun = Date.now();
  const watch = setInterval(() => {
    if (Date.now() - lastChange(log, begun) < patience * 60_000) return;
    onStuck(underWay(readLog(log)));
    end("SIGKILL");
  }, 10_000);
  return new Promise((resolve) => {
    child.on("error", () => resolve(-1));
    child.on("exit", (code) => resolve(code ?? -1));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, end);
    end("SIGKILL");
  });
}

function lastChange(file, otherwise) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? otherwise;
}
