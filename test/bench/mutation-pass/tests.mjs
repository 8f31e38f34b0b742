/*
 * One vitest for all mutants: changed sources are handed to it by a plugin, so that no file is ever written, whatever
 * ends the pass.
 */
/* global setInterval, clearInterval */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfigFromFile } from "vite";
import { createVitest } from "vitest/node";
import { scopesOf } from "./mutants.mjs";

/** The runner of the projects `names`: `baseline`, `run` and `close`. */
export async function openTests(root, names) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-mutation-pass-"));
  process.env.MUTATION_PASS = folder;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  // What is loaded instead of a file's own text, by its path.
  const texts = new Map();
  const order = new Map();
  let ended = [];
  const plugin = {
    name: "mutation-pass",
    enforce: "pre",
    load: (id) => texts.get(id.split("?")[0]),
  };
  const { config } = await loadConfigFromFile(
    { command: "serve", mode: "test" },
    join(root, "vitest.config.mts"),
  );
  class Nearest {
    shard(files) {
      return files;
    }
    sort(files) {
      const place = ({ moduleId }) => order.get(moduleId) ?? 0;
      return [...files].sort((a, b) => place(a) - place(b));
    }
  }
  const projects = config.test.projects
    .filter(({ test }) => names.includes(test.name))
    .map((project) => ({
      ...project,
      plugins: [plugin],
      test: {
        ...project.test,
        setupFiles: [join(import.meta.dirname, "hits.mjs")],
        execArgv: ["--max-old-space-size=1536"],
      },
    }));
  const vitest = await createVitest(
    "test",
    {
      root,
      config: false,
      watch: false,
      // What vitest itself hands back are the last results of all files, those of earlier runs too.
      reporters: [{ onTestModuleEnd: (module) => void ended.push(module) }],
      maxWorkers: 1,
      bail: 1,
      sequence: { sequencer: Nearest },
      dangerouslyIgnoreUnhandledErrors: true,
      onConsoleLog: () => false,
      projects,
    },
    { logLevel: "silent", customLogger: silent },
  );

  async function testFiles() {
    const specifications = await vitest.globTestSpecifications();
    return specifications.map(({ moduleId, project }) => ({
      file: moduleId,
      project: project.name,
      specification: { moduleId, project },
    }));
  }

  /** Runs tests until one fails: "failed", "passed" or, after `seconds`, "timed out". */
  async function run(tests, seconds, bail = 1) {
    order.clear();
    tests.forEach(({ file }, i) => order.set(file, i));
    vitest.config.bail = bail;
    for (const project of vitest.projects) project.config.bail = bail;
    const specifications = tests.map(({ specification: { project, moduleId } }) =>
      project.createSpecification(moduleId),
    );
    ended = [];
    let late = false;
    const watch = setInterval(() => {
      late = true;
      endWorker();
    }, seconds * 1000);
    try {
      const { unhandledErrors } = await vitest.rerunTestSpecifications(specifications);
      const seen = ended.map((module) => ({
        file: module.moduleId,
        project: module.project.name,
        failed: module.state() === "failed",
        why: whyFailed(module),
        seconds: (module.diagnostic().duration + module.diagnostic().collectDuration) / 1000,
      }));
      const failed = seen.filter((one) => one.failed);
      const verdict = late
        ? "timed out"
        : failed.length > 0 || unhandledErrors.length > 0
          ? "killed"
          : "survived";
      return { verdict, seen, failed, unhandledErrors };
    } finally {
      clearInterval(watch);
    }
  }

  function endWorker() {
    const file = join(folder, "pid");
    if (!existsSync(file)) return;
    try {
      process.kill(Number(readFileSync(file, "utf8")), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  function replace(file, text) {
    if (text === undefined) texts.delete(file);
    else texts.set(file, text);
    vitest.invalidateFile(file);
  }

  /** Runs all of `tests` once over sources that note which of their functions are entered; all have to pass. */
  async function baseline(tests, sources) {
    for (const file of sources) replace(file, noting(file, readFileSync(file, "utf8")));
    const result = await run(tests, 3600, 0);
    for (const file of sources) replace(file, undefined);
    const hits = new Map();
    const noted = join(folder, "hits");
    for (const line of existsSync(noted) ? readFileSync(noted, "utf8").trim().split("\n") : []) {
      const { test, hits: found } = JSON.parse(line);
      for (const hit of found) (hits.get(hit) ?? hits.set(hit, new Set()).get(hit)).add(test);
    }
    return { ...result, hits };
  }

  return { testFiles, baseline, run, replace, close: () => vitest.close() };
}

/** The first test of a module that failed, and what it said. */
function whyFailed(module) {
  for (const test of module.children.allTests("failed"))
    return `${test.fullName}: ${test.result().errors?.[0]?.message.split("\n")[0]}`;
  return module.errors()[0]?.message;
}

/** A source whose functions say that they are entered. */
function noting(file, text) {
  const inserts = scopesOf(file, text).flatMap(({ scope, end, block }) => {
    const note = `globalThis.mutationPassHits?.add(${JSON.stringify(hitOf(file, scope))})`;
    return block
      ? [{ at: scope + 1, text: `${note};` }]
      : [
          { at: scope, text: `(${note}, ` },
          { at: end, text: ")" },
        ];
  });
  // From the back, and the inner ones' brackets within the outer ones'.
  return inserts
    .map((insert, i) => ({ ...insert, i }))
    .sort((a, b) => b.at - a.at || a.i - b.i)
    .reduce((result, { at, text: piece }) => result.slice(0, at) + piece + result.slice(at), text);
}

export function hitOf(file, scope) {
  return `${file}:${scope}`;
}

const silent = {
  info: () => undefined,
  warn: () => undefined,
  warnOnce: () => undefined,
  error: () => undefined,
  clearScreen: () => undefined,
  hasErrorLogged: () => false,
  hasWarned: false,
};
