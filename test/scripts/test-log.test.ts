import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

interface Summary {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
  readonly skipped: readonly { readonly group: string; readonly tests: number }[];
}

const root = join(__dirname, "../..");
const file = (name: string): string => join(root, "test", name);
let summarise: (events: readonly object[], code: number) => Summary;
let underWay: (events: readonly object[]) => string[];

beforeAll(async () => {
  const path = join(root, "scripts", "setup", "test-log.mjs");
  ({ summarise, underWay } = (await import(path)) as {
    summarise: typeof summarise;
    underWay: typeof underWay;
  });
});

const test = (name: string, state: string, group = "group", note?: string): object => ({
  ...{ name, state, group },
  ...(note !== undefined && { note }),
});
const planned = (...names: string[]): object => ({ event: "planned", files: names.map(file) });
const started = (name: string): object => ({ event: "started", file: file(name) });
const ended = (name: string, tests: readonly object[], errors: readonly string[] = []): object => ({
  ...{ event: "ended", file: file(name), tests, errors },
});
const done = (...errors: string[]): object => ({ event: "done", errors });

describe("the summary of a run of tests", () => {
  it("counts what passed and was left out, and says why", () => {
    const tests = [test("one", "passed"), test("two", "skipped"), test("three", "skipped")];
    const noted = test("four", "skipped", "four", "no browser");
    expect(summarise([planned("a.ts"), ended("a.ts", [...tests, noted]), done()], 0)).toEqual({
      passed: 1,
      failures: [],
      notes: [],
      skipped: [
        { group: join("test", "a.ts: group"), tests: 2 },
        { group: join("test", "a.ts: four (no browser)"), tests: 1 },
      ],
    });
  });

  it("names tests that failed or have no result, and files that cannot be loaded", () => {
    const tests = [test("one", "failed"), test("two", "pending")];
    const events = [
      planned("a.ts", "b.ts"),
      ended("a.ts", tests),
      ended("b.ts", [], ["no module\nat x"]),
      done(),
    ];
    expect(summarise(events, 1).failures).toEqual(
      ["a.ts: one", "a.ts: two (no result)", "b.ts: no module"].map((text) => join("test", text)),
    );
  });

  it("names the files whose process ended, or to which it never came", () => {
    const events = [
      planned("a.ts", "b.ts"),
      started("a.ts"),
      ended("a.ts", [test("one", "passed")]),
      started("b.ts"),
    ];
    const { passed, failures } = summarise(events, -1);
    expect(passed).toBe(1);
    expect(failures).toEqual([join("test", "b.ts: the process of this file ended before its tests did")]);
    expect(underWay(events)).toEqual([join("test", "b.ts")]);
  });

  it("is never good where the run was not", () => {
    const passed = [planned("a.ts"), ended("a.ts", [test("one", "passed")])];
    expect(summarise([...passed, done("nobody caught it\nat x")], 1).failures).toEqual([
      "outside of any test: nobody caught it",
    ]);
    expect(summarise(passed, 1).failures).toEqual(["the run ended with code 1"]);
    expect(summarise([], -1).failures).toEqual(["the run ended with code -1"]);
    expect(summarise([], 0).failures).toEqual([]);
  });
});
