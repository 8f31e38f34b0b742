/* What became of the tests of a run, from the log that vitest-reporter.mjs writes. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

export function readLog(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  // The last line may have been cut off.
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

const firstLine = (text) => String(text).split("\n")[0];
const short = (file) => path.relative(root, file);

/** The files that were begun and have not ended. */
export function underWay(events) {
  const open = new Set();
  for (const { event, file } of events) {
    if (event === "started") open.add(file);
    if (event === "ended") open.delete(file);
  }
  return [...open].map(short);
}

/**
 * The run in numbers and names. What did not run to its end has failed: a test without a result, a file that could not be
 * loaded or whose process ended (out of memory, aborted), a run that never said that it is done.
 *
 * @param code the exit code of the run.
 */
export function summarise(events, code) {
  const failures = [];
  const skipped = new Map();
  let passed = 0;
  const ended = new Set();
  for (const { event, file, tests, errors } of events) {
    if (event !== "ended") continue;
    ended.add(file);
    for (const { name, group, state, note } of tests) {
      if (state === "passed") passed += 1;
      else if (state === "skipped") {
        const key = `${short(file)}: ${group}${note ? ` (${note})` : ""}`;
        skipped.set(key, (skipped.get(key) ?? 0) + 1);
      } else failures.push(`${short(file)}: ${name}${state === "failed" ? "" : " (no result)"}`);
    }
    for (const error of errors) failures.push(`${short(file)}: ${firstLine(error)}`);
  }
  const planned = events.filter(({ event }) => event === "planned").flatMap(({ files }) => files);
  for (const file of new Set(planned))
    if (!ended.has(file))
      failures.push(`${short(file)}: the process of this file ended before its tests did`);
  // Each is told; it counts where nothing else says that something went wrong.
  const errors = events.filter(({ event }) => event === "done").flatMap((done) => done.errors);
  const broken = errors.map((error) => `outside of any test: ${firstLine(error)}`);
  if (failures.length === 0 && code !== 0)
    failures.push(...(broken.length > 0 ? broken : [`the run ended with code ${code}`]));
  return {
    passed,
    failures,
    notes: failures.some((failure) => broken.includes(failure)) ? [] : broken,
    skipped: [...skipped].map(([group, tests]) => ({ group, tests })),
  };
}
