/*
 * Whether the tests would notice: makes small changes to the sources, one at a time (a comparison turned round, a
 * statement left out, a constant one off), runs the tests that enter the changed function, nearest first, and lists
 * the changes that no test saw.
 *
 *   node test/bench/mutation-pass.mjs [paths, src/graph src/program src/train] [--most N] [--seed N] [--seconds N]
 *                                     [--projects plain,wasm] [--tests PATHS] [--json FILE] [--again FILE]
 *
 *   --most      mutants of a file, chosen by the seed; 12 without it
 *   --seconds   of tests that a mutant may take, the nearest first; 60 without it
 *   --projects  whose tests are run; plain and wasm without it
 *   --tests     only tests under these paths, such as test/graph,test/spec; all without it
 *   --again     only those that survived in this result of --json (and still are what they were)
 *
 * Sources are changed in memory only; the texts of messages are left alone. StrykerJS was weighed: its runner cannot choose among vitest's projects
 * (stryker-js#6215), shares one thread among all test files, and wants Node 22.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { reachOf } from "./mutation-pass/imports.mjs";
import { mutantsOf, mutated } from "./mutation-pass/mutants.mjs";
import { hitOf, openTests } from "./mutation-pass/tests.mjs";

const root = join(import.meta.dirname, "../..");
const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "60" },
    projects: { type: "string", default: "plain,wasm" },
    tests: { type: "string", default: "test" },
    json: { type: "string" },
    again: { type: "string" },
  },
});
const rooms = ["src/graph", "src/program", "src/train"].map((room) => join(root, room));
const paths = positionals.length > 0 ? positionals : rooms.filter((room) => existsSync(room));
const again = options.again && JSON.parse(readFileSync(options.again, "utf8")).survivors;

const sources = again
  ? [...new Set(again.map(({ file }) => join(root, file)))].filter((file) => existsSync(file))
  : paths.map((path) => resolve(path)).flatMap((path) => sourcesIn(path));
const mutants = sources.flatMap((file) => chosenMutants(file));
if (mutants.length === 0) throw new Error(`nothing to change in ${paths.join(", ")}`);

const runner = await openTests(root, options.projects.split(","));
const started = Date.now();
const found = [];
// Whoever stops it has what it found until then.
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    print();
    process.exit(1);
  });
await pass().finally(() => runner.close());
print();
process.exit(0);

async function pass() {
  const all = await runner.testFiles();
  const reach = reachOf([...new Set(all.map(({ file }) => file))]);
  const under = options.tests.split(",").map((path) => resolve(path));
  const reaching = all
    .filter(({ file }) => under.some((path) => file === path || file.startsWith(`${path}/`)))
    .filter(({ file }) => sources.some((source) => reach.get(file).has(source)));
  console.error(
    `${mutants.length} changes of ${sources.length} files; ${reaching.length} test files reach them`,
  );
  const baseline = await runner.baseline(reaching, sources);
  // Only what passes without a change can tell anything.
  const broken = new Set(baseline.failed.map((one) => key(one)));
  for (const one of baseline.failed)
    console.error(`left out, for it fails as it is: ${relative(root, one.file)}`);
  const took = new Map(baseline.seen.map((one) => [key(one), one.seconds]));
  console.error(`all of them once: ${Math.round((Date.now() - started) / 1000)} s`);

  for (const mutant of mutants) {
    const text = readFileSync(mutant.file, "utf8");
    const covering = reaching.filter(
      (test) =>
        !broken.has(key(test)) &&
        (mutant.scope === undefined
          ? reach.get(test.file).has(mutant.file)
          : baseline.hits.get(hitOf(mutant.file, mutant.scope))?.has(test.file)),
    );
    const tests = withinBudget(sorted(covering, mutant.file, reach, took), took);
    const begun = Date.now();
    let outcome = { verdict: "survived", failed: [] };
    if (tests.length > 0) {
      runner.replace(mutant.file, mutated(text, mutant));
      const expected = tests.reduce((sum, test) => sum + (took.get(key(test)) ?? 0), 0);
      outcome = await runner.run(tests, 30 + 3 * expected);
      runner.replace(mutant.file, undefined);
    }
    const result = {
      ...mutant,
      file: relative(root, mutant.file),
      verdict: outcome.verdict,
      tests: tests.length,
      of: covering.length,
      by: outcome.failed[0] && relative(root, outcome.failed[0].file),
      why: outcome.failed[0]?.why,
      seconds: (Date.now() - begun) / 1000,
    };
    found.push(result);
    console.error(`${found.length}/${mutants.length} ${line(result)}`);
  }
}

/** Tests of the mirrored path first, then those without tensors, then the near ones, then the quick ones. */
function sorted(tests, source, reach, took) {
  const room = relative(join(root, "src"), source).split("/");
  const rank = (test) => {
    const path = relative(join(root, "test"), test.file).split("/");
    let shared = 0;
    while (path[shared] !== undefined && path[shared] === room[shared]) shared++;
    return [
      -shared,
      test.project === "plain" ? 0 : 1,
      reach.get(test.file).get(source),
      took.get(key(test)) ?? 0,
    ];
  };
  const ranked = tests.map((test) => ({ test, rank: rank(test) }));
  return ranked.sort((a, b) => difference(a.rank, b.rank)).map(({ test }) => test);
}

function difference(a, b) {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place < 0 ? 0 : a[place] - b[place];
}

/** The nearest ones that together take no longer than `--seconds`; at least one. */
function withinBudget(tests, took) {
  let left = Number(options.seconds);
  return tests.filter((test, i) => {
    const seconds = took.get(key(test)) ?? 0;
    if (seconds > left && i > 0) return false;
    left -= seconds;
    return true;
  });
}

function key({ file, project }) {
  return `${project}:${file}`;
}

function sourcesIn(path) {
  const files = statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
  return files.filter((file) => /(?<!\.generated|\.d)\.ts$/.test(file) && !file.includes("/messages")).sort();
}

function chosenMutants(file) {
  const all = mutantsOf(file, readFileSync(file, "utf8"));
  if (again)
    return all.filter(({ line, column, what }) =>
      again.some(
        (one) =>
          join(root, one.file) === file &&
          one.what === what &&
          one.column === column &&
          // Lines may have come or gone above it.
          Math.abs(one.line - line) < 20,
      ),
    );
  const random = mulberry32(hash(`${options.seed} ${relative(root, file)}`));
  const drawn = all.map((mutant) => ({ mutant, draw: random() })).sort((a, b) => a.draw - b.draw);
  const chosen = drawn.slice(0, Number(options.most)).map(({ mutant }) => mutant);
  return chosen.sort((a, b) => a.start - b.start);
}

function hash(text) {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 16777619);
  return value >>> 0;
}

/** Mulberry32, by Tommy Ettinger: a draw from 0 to 1. */
function mulberry32(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function print() {
  const survivors = found.filter(({ verdict }) => verdict === "survived");
  const byRoom = new Map();
  for (const one of found) {
    const room = one.file.slice(0, one.file.lastIndexOf("/"));
    byRoom.set(room, [...(byRoom.get(room) ?? []), one]);
  }
  const count = (list, verdict) => list.filter((one) => one.verdict === verdict).length;
  const row = (name, list) => {
    const seen = list.length - count(list, "survived");
    const cells = [list.length, count(list, "killed"), count(list, "timed out"), count(list, "survived")];
    const share = `${((100 * seen) / list.length).toFixed(0)} %`;
    return `${name.padEnd(32)}${[...cells, share].map((cell) => String(cell).padStart(10)).join("")}`;
  };
  const heads = ["changes", "killed", "timed out", "survived", "seen"];
  console.log(`${"room".padEnd(32)}${heads.map((head) => head.padStart(10)).join("")}`);
  for (const [room, list] of byRoom) console.log(row(room, list));
  if (byRoom.size > 1) console.log(row("all", found));
  console.log(`\n${survivors.length} survived:`);
  for (const one of survivors) console.log(`  ${line(one)}`);
  if (options.json) {
    const table = Object.fromEntries(
      [...byRoom].map(([room, list]) => [
        room,
        {
          changes: list.length,
          killed: count(list, "killed"),
          timedOut: count(list, "timed out"),
          survived: count(list, "survived"),
        },
      ]),
    );
    writeFileSync(options.json, `${JSON.stringify({ table, survivors, results: found }, undefined, 2)}\n`);
  }
}

function line({ verdict, file, line, column, what, by, tests, of, seconds }) {
  const where = `${file}:${line}:${column}`;
  const how =
    verdict === "survived" ? (of === 0 ? "no test enters it" : `${tests} of ${of} test files`) : (by ?? "");
  return `${verdict.padEnd(9)} ${where} ${what} (${how}, ${seconds.toFixed(1)} s)`;
}
