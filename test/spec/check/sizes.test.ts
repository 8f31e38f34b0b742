import { afterEach, describe, expect, it } from "vitest";
import { LIMIT_NAMES, setLimits } from "../../../src/limits";
import { checkExperiment, checkGraph, formatProblem, parseGraph, type Problem } from "../../../src/spec";

afterEach(() => setLimits(Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined]))));

const base = { inputs: { x: { shape: [2] } }, targets: { t: { classes: ["a", "b"] } } };
const end = { from: "x", layers: [{ type: "head", target: "t" }] };
const lines = (problems: readonly Problem[]) => problems.map((problem) => formatProblem(problem));

/** Modules that each name the one before them twice. */
function doubling(levels: number) {
  const names = Array.from({ length: levels }, (_, level) => `m${level}`);
  const twice = (name: string) => ["1", "2"].map((copy) => ({ type: "module", module: name, name: copy }));
  return {
    ...base,
    modules: Object.fromEntries(
      names.map((name, level) => [name, level === 0 ? ["flatten"] : twice(names[level - 1]!)]),
    ),
    nodes: { body: { layers: [names.at(-1)!] }, end },
  };
}

describe("sizes", { timeout: 120_000 }, () => {
  it("counts the layers of modules without writing them out", () => {
    expect(lines(checkGraph(doubling(40)))).toEqual([
      "/nodes/body/layers: 549,755,813,890 layers with modules written out, above the limit of 200,000; " +
        "if it is meant, raise the limit: setLimits({ layers: … }), or ESPALIER_LIMIT_LAYERS in the environment",
    ]);
    expect(checkGraph(doubling(10))).toEqual([]);
    setLimits({ layers: 500 });
    expect(checkGraph(doubling(10))).toHaveLength(1);
  });

  it("counts a module that is a node of its own, and none that nobody uses", () => {
    const spec = doubling(40);
    expect(checkGraph({ ...spec, nodes: { body: { type: "module", module: "m39" }, end } })).toMatchObject([
      { pointer: "/nodes/body" },
    ]);
    expect(checkGraph({ ...spec, nodes: { end } })).toEqual([]);
  });

  it("modules inside one another have a depth", () => {
    expect(checkGraph({ ...doubling(70), nodes: { end } })).toMatchObject([
      { pointer: "/modules/m64", message: expect.stringContaining("modules 65 deep") as string },
    ]);
  });

  it("modules may go deeper than calls where the limit is raised", () => {
    setLimits({ nesting: Infinity });
    const names = Array.from({ length: 20_000 }, (_, level) => `m${level}`);
    const modules = Object.fromEntries(
      names.map((name, level) => [name, [level === 0 ? "flatten" : names[level - 1]!]]).reverse(),
    ) as Record<string, string[]>;
    expect(checkGraph({ ...base, modules, nodes: { body: { layers: ["m19999"] }, end } })).toEqual([]);
    modules.m0 = ["m19999"];
    expect(checkGraph({ ...base, modules, nodes: { end } })).toMatchObject([
      {
        pointer: "/modules/m0/0",
        message: expect.stringMatching(/^a module cannot contain itself/) as string,
      },
    ]);
  });

  it("has a limit for classes, however they are written", () => {
    const targets = (classes: unknown) =>
      checkGraph({ ...base, targets: { t: { classes } }, nodes: { end } });
    expect(targets(100_000)).toEqual([]);
    expect(lines(targets(2 ** 31))[0]).toMatch(
      /^\/targets\/t\/classes: 2,147,483,648 classes, above the limit/,
    );
    const names = Array.from({ length: 100_001 }, (_, i) => `c${i}`);
    expect(targets(names)).toMatchObject([{ pointer: "/targets/t/classes" }]);
    expect(targets(names.slice(1))).toEqual([]);
    expect(checkGraph({ ...base, tags: { kind: names }, nodes: { end } })).toMatchObject([
      { pointer: "/tags/kind" },
    ]);
  });

  it("an entry that stands twice is found among many", () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `c${i}`);
    expect(
      checkGraph({ ...base, targets: { t: { classes: [...names, "c7"] } }, nodes: { end } }),
    ).toMatchObject([{ pointer: "/targets/t/classes/50000", message: '"c7" stands twice in "classes"' }]);
  });

  it("has a limit for nodes, before anything is looked at in them", () => {
    setLimits({ nodes: 10 });
    const nodes = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`n${i}`, 5]));
    expect(lines(checkGraph({ ...base, nodes }))).toEqual([
      expect.stringMatching(
        /^\/nodes: 11 nodes, branches included, above the limit of 10; .*ESPALIER_LIMIT_NODES/,
      ),
    ]);
    const branches = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`b${i}`, []]));
    expect(checkGraph({ ...base, nodes: { route: { type: "route", by: "x", branches } } })).toMatchObject([
      { pointer: "/nodes" },
    ]);
  });

  it("has a limit for the text, and for what would be one", () => {
    setLimits({ specBytes: 100 });
    const { spec, problems } = parseGraph(JSON.stringify({ ...base, nodes: { end } }));
    expect(spec).toBeUndefined();
    expect(lines(problems)[0]).toMatch(
      /^line 1, column 1: the text has 1\d\d bytes or more, above the limit of 100/,
    );
    // Thirty characters of three bytes each.
    expect(parseGraph("語".repeat(34)).problems[0]?.message).toMatch(/^the text has 102 bytes/);
    expect(parseGraph("語".repeat(33)).problems[0]?.message).not.toMatch(/bytes/);
  });

  it("an object that stands in many places is what its text would be", () => {
    let value: unknown = [];
    for (let level = 0; level < 90; level++) value = [value, value];
    expect(checkGraph({ ...base, nodes: { end }, view: value })).toMatchObject([
      { pointer: "", message: expect.stringMatching(/^written as text, the spec has more bytes/) as string },
    ]);
    const holes: unknown[] = [];
    holes.length = 2 ** 32 - 1;
    setLimits({ specBytes: 1000 });
    expect(checkGraph(holes)).toHaveLength(1);
  });

  it("names have a length", () => {
    const name = "n".repeat(201);
    expect(lines(checkGraph({ ...base, nodes: { [name]: end } }))[0]).toMatch(/a name of 201 characters/);
  });

  it("an experiment's classes have the limit too", () => {
    setLimits({ classes: 3 });
    const problems = checkExperiment({
      data: { format: "synthetic", kind: "animals" },
      task: { classes: ["a", "b", "c", "d"], groups: { g: ["a", "b"], h: ["c", "d"] } },
      approaches: { flat: {} },
    });
    expect(lines(problems).join("\n")).toMatch(/classes|data/);
  });
});

describe("many problems", { timeout: 120_000 }, () => {
  const many = (count: number) => ({
    ...base,
    nodes: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`n${i}`, { from: "x", layers: [{ type: "dense", unit: 3 }] }]),
    ),
  });

  it("are listed up to a limit, in the order of the text, and then counted", () => {
    setLimits({ problems: 20 });
    const { problems } = parseGraph(JSON.stringify(many(3000), null, 1));
    expect(problems).toHaveLength(21);
    expect(problems[0]).toMatchObject({ pointer: "/nodes/n0/layers/0/unit", position: { line: 23 } });
    expect(problems[19]).toMatchObject({ pointer: "/nodes/n19/layers/0/unit" });
    expect(problems[20]).toMatchObject({
      severity: "error",
      message: "2,980 more problems are not listed",
      hint: expect.stringContaining("ESPALIER_LIMIT_PROBLEMS") as string,
    });
    expect(checkGraph(many(21)).at(-1)?.message).toBe("one more problem is not listed");
    expect(checkGraph(many(20))).toHaveLength(20);
  });

  it("errors are listed before warnings", () => {
    setLimits({ problems: 2 });
    const view = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`lost${i}`, [0, 0]]));
    const problems = checkGraph({ ...base, nodes: { end, "a/b": end }, view });
    expect(problems.map(({ severity }) => severity)).toEqual(["error", "warning", "warning"]);
    expect(problems.at(-1)?.message).toBe("4 more problems are not listed");
  });

  it("that print what a terminal obeys show it", () => {
    const name = "\u001b[2J\nnext";
    const [line] = lines(checkGraph({ ...base, nodes: { [name]: { layers: [`${name}!`] } } }));
    expect(line).toMatch(/^\/nodes\/\\u\{1b\}\[2J\\nnext\/layers\/0: /);
    expect(line).not.toMatch(/\p{Cc}/u);
  });
});

describe("names that look like addresses", () => {
  it("are names like any other", () => {
    // The validator would take the second for the place of the first one's layers.
    const nodes = { x1: { layers: ["flatten"] }, "x1/properties/layers": 5, end };
    expect(lines(checkGraph({ ...base, nodes }))).toEqual([
      expect.stringMatching(/^\/nodes\/x1~1properties~1layers: /),
    ]);
  });
});
