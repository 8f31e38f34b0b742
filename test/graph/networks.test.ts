/* Networks within: in branches and in modules, to any depth. */
import { afterEach, describe, expect, test } from "vitest";
import { compileGraph, normaliseGraph, routesOf } from "../../src/graph";
import type { Graph } from "../../src/graph/ir";
import { LIMIT_NAMES, setLimits } from "../../src/limits";
import type { BranchSpec, GraphSpec, NodeSpec, StackItem } from "../../src/spec";
import { checkGraph, formatProblem } from "../../src/spec";
import { withoutPointers } from "../spec/explicit";
import { graphOf, problemsOf } from "./compile-spec";
import { byTag, dense, guess, spec } from "./tagged-networks";
import { threeLevels, threeLevelsSpec, twoLevels, twoLevelsSpec } from "./nested";

afterEach(() => setLimits(Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined]))));

const gate = (target: string): NodeSpec => ({ layers: [{ type: "head", target }] });

describe("what an author writes is what was made by hand of the flat network", () => {
  test.each<[string, Graph, GraphSpec]>([
    ["two levels", twoLevels(), twoLevelsSpec()],
    ["three levels", threeLevels(), threeLevelsSpec()],
  ])("%s", (_, byHand, written) => {
    const graph = graphOf(written);
    const sorted = <Value>(map: ReadonlyMap<string, Value>) =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => withoutPointers(value));
    const inputsSorted = (all: Graph) =>
      new Map(
        [...all.nodes].map(([path, node]) => [
          path,
          { ...node, inputs: [...node.inputs].sort(), branches: [] },
        ]),
      );
    expect(sorted(inputsSorted(graph))).toEqual(sorted(inputsSorted(byHand)));
    expect(sorted(graph.variables)).toEqual(sorted(byHand.variables));
    expect(sorted(graph.outputs)).toEqual(sorted(byHand.outputs));
    expect(routesOf(graph).map(({ path }) => path)).toEqual(routesOf(byHand).map(({ path }) => path));
    const names = ({ heads }: Graph) => heads.map(({ name }) => name).sort();
    expect(names(graph)).toEqual(names(byHand));
    const [phase] = graph.phases;
    expect(new Set(phase!.train)).toEqual(new Set(byHand.phases[0]!.train));
  });
});

describe("names", () => {
  test("inner ones come first, then those around; a module has its own alone", () => {
    const { nodes } = graphOf(
      spec(
        {
          a: { layers: [dense] },
          b: { layers: [dense] },
          r: {
            ...byTag({
              p: {
                nodes: { a: { from: "b", layers: [dense] }, end: { type: "add", from: ["a", "b", "input"] } },
              },
              q: { nodes: { m: { type: "module", module: "m", from: "a" } } },
            }),
            from: "x",
          },
          y: { from: "r", layers: [guess] },
        },
        { modules: { m: { nodes: { a: { layers: [dense] }, b: { from: "a", layers: [dense] } } } } },
      ),
    );
    expect(nodes.get("r/p/a/dense")!.inputs).toEqual(["b/dense"]);
    expect(nodes.get("r/p/end")!.inputs).toEqual(["r/p/a/dense", "b/dense", "x"]);
    expect(nodes.get("r/q/m/a/dense")!.inputs).toEqual(["a/dense"]);
    expect(nodes.get("r/q/m/b/dense")!.inputs).toEqual(["r/q/m/a/dense"]);
    expect(nodes.get("r")!.inputs).toEqual(["b/dense", "x", "a/dense"]);
  });

  test("a gate is that of the innermost network that has one, and may come after its route", () => {
    const inner = (by: string): BranchSpec => ({
      nodes: {
        r: { type: "route", by, branches: { "*": [guess] } },
        ...(by === "pair" ? { pair: gate("pair") } : {}),
      },
      output: "r",
    });
    const { nodes } = graphOf(
      spec({
        r: {
          type: "route",
          by: "half",
          branches: {
            first: [guess],
            last: { nodes: { s: byTag({ p: inner("pair"), q: inner("outer") }) } },
          },
        },
        half: gate("half"),
        pair: gate("half"),
        outer: gate("pair"),
      }),
    );
    expect(nodes.get("r/last/s/p/r")).toMatchObject({ by: { head: "r/last/s/p/pair/head" } });
    expect(nodes.get("r/last/s/q/r")).toMatchObject({ by: { head: "outer/head" } });
  });

  test("heads have the paths of their nodes, second ones their own; every name is one head's", () => {
    const { heads } = graphOf(
      spec(
        { n: { layers: ["m", guess, "m"] }, r: byTag({ p: { nodes: { y: gate("y") } }, q: [guess] }) },
        { modules: { m: { nodes: { g: { layers: [guess, { type: "head", target: "y" }] } } } } },
      ),
    );
    expect(heads.map(({ name }) => name)).toEqual([
      "n/m/g", "n/m/g/head-2", "n", "n/m-2/g", "n/m-2/g/head-2", "r/p/y", "r/q",
    ]); // prettier-ignore
  });

  test("shared modules that are networks have one set of weights, whatever stands in them", () => {
    const use: StackItem = { type: "module", module: "m", share: true };
    const { variables, nodes } = graphOf(
      spec(
        { a: { layers: [use] }, b: { from: "a", layers: [use, guess] } },
        { modules: { m: { nodes: { r: byTag({ "*": { nodes: { n: { layers: [dense] } } } }) } } } },
      ),
    );
    expect([...variables.keys()].filter((path) => path.includes("kernel"))).toEqual([
      "modules/m/r/p/n/dense/kernel", "modules/m/r/q/n/dense/kernel", "b/head/kernel",
    ]); // prettier-ignore
    expect(nodes.get("b/m/r/q/n/dense")!.variables[0]).toBe("modules/m/r/q/n/dense/kernel");
  });
});

describe('"*"', () => {
  const star = (branch: BranchSpec, more: Record<string, BranchSpec> = {}) =>
    spec({ pair: gate("pair"), r: { type: "route", by: "pair", branches: { ...more, "*": branch } } });

  test("is every branch that is not written, each with weights of its own; its heads are within its group", () => {
    const { heads, variables } = graphOf(star([dense, guess], { ab: [guess] }));
    expect(heads.map(({ name, within, classes }) => [name, within, classes?.join()])).toEqual([
      ["pair", undefined, "ab,cd,e"],
      ["r/ab", undefined, "a,b,c,d,e"],
      ["r/cd", "cd", "c,d"],
    ]);
    expect(variables.has("r/cd/dense/kernel")).toBe(true);
  });

  test("reaches into networks and modules, over several levels of groups, as far as no other head says", () => {
    const tail: BranchSpec = {
      nodes: { pair: gate("pair"), r: { type: "route", by: "pair", branches: { "*": ["m"] } } },
    };
    const graph = graphOf(
      spec(
        {
          half: gate("half"),
          r: {
            type: "route",
            by: "half",
            branches: { first: [{ ...(guess as object), within: "first" } as StackItem], "*": tail },
          },
        },
        { modules: { m: { nodes: { deep: { layers: [dense, guess] } } } } },
      ),
    );
    const within = graph.heads.map(({ name, within: group, classes }) => [name, group, classes?.join()]);
    expect(within).toEqual([
      ["half", undefined, "first,last"],
      ["r/first", "first", "a,b"],
      ["r/last/pair", "last", "cd,e"],
      ["r/last/r/cd/m/deep", "cd", "c,d"],
    ]);
    const [outer] = routesOf(graph);
    expect(outer!.branches.map(({ members }) => members)).toEqual([[0, 1], [2, 3, 4]]); // prettier-ignore
    // Labels of the finest target say it for each: c and d are in the group, all others in none.
    expect(graph.heads.at(-1)!.labels).toEqual([{ target: "y", map: [-1, -1, 0, 1, -1] }]);
    expect(graph.heads[2]!.labels.at(-1)).toEqual({ target: "y", map: [-1, -1, 0, 0, 1] });
  });

  test("stands for the values of a tag, whose samples have their own inputs", () => {
    const graph = graphOf({
      ...spec({
        r: { ...byTag({ "*": { nodes: { n: { layers: [dense] } } } }), from: "x" },
        y: { from: "r", layers: [guess] },
      }),
      inputs: { x: { shape: [3] } },
    });
    expect(routesOf(graph)[0]!.branches.map(({ key, when }) => [key, when])).toEqual([
      ["p", { t: 0 }],
      ["q", { t: 1 }],
    ]);
  });
});

test.each<[string, GraphSpec, string[]]>([
  [
    "a misspelt name inside",
    spec({ r: byTag({ p: { nodes: { one: { layers: [dense] }, two: { from: "onne", layers: [guess] } } }, q: [guess] }) }),
    ['/nodes/r/branches/p/nodes/two/from: there is no node or input "onne"; did you mean "one"?'],
  ],
  [
    "a misspelt name of around",
    spec({ outer: { layers: [dense] }, r: byTag({ p: { nodes: { two: { from: "outre", layers: [guess] } } }, q: [guess] }) }),
    ['/nodes/r/branches/p/nodes/two/from: there is no node or input "outre"; did you mean "outer"?'],
  ],
  [
    "a name of around in a module",
    spec({ outer: { layers: [dense] }, y: { from: "outer", layers: ["m", guess] } }, { modules: { m: { nodes: { n: { from: "outer", layers: [dense] } } } } }),
    ['/modules/m/nodes/n/from: there is no node or input "outer"; name one of those there are (there is input)'],
  ],
  [
    "nodes inside in a circle",
    spec({ y: { layers: ["m", guess] } }, { modules: { m: { nodes: { a: { from: "b", layers: [dense] }, b: { from: "a", layers: [dense] } } } } }),
    ['/modules/m/nodes/b/from: nodes feed each other in a circle: "a" -> "b" -> "a"; let one of them take another input'],
  ],
  [
    "a circle through a branch",
    spec({ r: byTag({ p: { nodes: { n: { from: "s", layers: [dense] } } }, q: [dense] }), s: { from: "r", layers: [dense, guess] } }),
    ['/nodes/s/from: nodes feed each other in a circle: "r" -> "s" -> "r"; let one of them take another input'],
  ],
  [
    "an output that is none",
    spec({ y: { layers: ["m", guess] } }, { modules: { m: { nodes: { one: { layers: [dense] } }, output: "onne" } } }),
    ['/modules/m/output: there is no node "onne" in this network; did you mean "one"?'],
  ],
  [
    "a node inside that nothing uses",
    spec({ y: { layers: ["m", "m", guess] } }, { modules: { m: { nodes: { idle: { layers: [dense] }, end: { layers: [dense] } } } } }),
    ['warning /modules/m/nodes/idle: nothing uses the node "idle", and it has no head; name it in a "from", give it a head, or remove it'],
  ],
  [
    "a misspelt gate inside",
    spec({ r: byTag({ p: { nodes: { pair: gate("pair"), s: { type: "route", by: "piar", branches: { "*": [guess] } } } }, q: [guess] }) }),
    ['/nodes/r/branches/p/nodes/s/by: there is no head "piar"; did you mean "pair"?'],
  ],
  [
    "a gate in a network beside",
    spec({
      r: byTag({ p: { nodes: { pair: gate("pair") } }, q: [{ type: "head", target: "pair" }] }),
      s: { type: "route", by: "r/p/pair", branches: { "*": [guess] } },
    }),
    ['/nodes/s/by: the head "r/p/pair" runs for the samples of its branch only, and cannot decide for all; name a head that stands outside branches'],
  ],
  [
    "an input that only some samples have, inside of others' branch",
    {
      ...spec({ r: { ...byTag({ p: { nodes: { n: { from: "z", layers: [guess] } } }, q: [guess] }), from: "x" } }),
      inputs: { x: { shape: [3] }, z: { shape: [3], when: { t: "q" } } },
    },
    ['/nodes/r/branches/p/nodes/n/from: only samples whose t is "q" have the input "z"; use it in the branch "q" of a route by { "tag": "t" }, or remove its "when"'],
  ],
  [
    "several values where nothing merges them",
    spec({ m: { type: "module", module: "m", from: ["x", "x"] }, y: { from: "m", layers: [guess] } }, { modules: { m: { nodes: { n: { layers: [dense] } } } } }),
    ['/modules/m/nodes/n/layers/0: "dense" takes one value and gets 2: x and x (as m/n/dense); put "concatenate" or "add" before it'],
  ],
  [
    '"*" where every branch is written',
    spec({ r: byTag({ p: [guess], q: [guess], "*": [guess] }) }),
    ['warning /nodes/r/branches/*: "*" stands for the branches that are not written, and all are: the tag "t" has the values p and q; remove it'],
  ],
  [
    '"*" for a class that can be no name',
    { ...spec({ r: byTag({ "*": [guess] }) }), tags: { t: ["p", "a/b"] } },
    ['/nodes/r/branches/*: the tag "t" has the values p and a/b, and "a/b" cannot be the name of a branch: / and * mean something in paths; rename it in /tags/t'],
  ],
  [
    'a problem in "*", said once and of one branch',
    spec({ r: byTag({ "*": [{ type: "conv2d", filters: 1, kernelSize: 1 }] }), y: { from: "r", layers: [guess] } }),
    ['/nodes/r/branches/*/0: "conv2d" takes [height, width, channels] and gets [3] (as r/p/conv2d)'],
  ],
])("%s", (_, written, expected) => {
  expect(problemsOf(written).map((line) => line.slice(0, expected[0]!.length))).toEqual(expected);
}); // prettier-ignore

describe("sizes", () => {
  const bomb = (levels: number, branches: Record<string, BranchSpec>): GraphSpec => {
    const name = (level: number) => `m${level}`;
    const modules = Object.fromEntries(
      Array.from({ length: levels }, (_, level): [string, GraphSpec["nodes"]] => [
        name(level),
        {
          n:
            level === 0
              ? { layers: [dense] }
              : byTag(Object.fromEntries(Object.keys(branches).map((key) => [key, [name(level - 1)]]))),
        },
      ]).map(([key, nodes]) => [key, { nodes }]),
    );
    return spec({ y: { layers: [name(levels - 1), guess] } }, { modules });
  };

  test("modules that double with each level are refused before they are written out", () => {
    expect(checkGraph(bomb(40, { p: [], q: [] })).map((problem) => formatProblem(problem))).toEqual([
      expect.stringMatching(
        /^\/nodes\/y\/layers: [\d,]+ layers with modules written out, above the limit of 200,000/,
      ),
    ]);
  });

  test('so are branches that "*" multiplies, as soon as they are too many', () => {
    setLimits({ layers: 500 });
    const written = { ...bomb(12, { "*": [] }), tags: { t: Array.from({ length: 40 }, (_, i) => `v${i}`) } };
    expect(checkGraph(written)).toEqual([]);
    const { problems } = compileGraph(normaliseGraph(written));
    expect(problems.map(({ message }) => message)).toEqual([
      'with "*" written out, the branches have more than 500 nodes',
    ]);
  });

  test("networks inside one another have a depth, with and without modules", () => {
    const deep = (levels: number): NodeSpec =>
      byTag({ "*": { nodes: { r: levels === 1 ? { layers: [dense] } : deep(levels - 1) } } });
    const { graph } = compileGraph(
      normaliseGraph(spec({ r: deep(20), y: { from: "r", layers: [guess] } }, { tags: { t: ["p"] } })),
    );
    expect(graph!.nodes.has(`${"r/p/".repeat(20)}r/dense`)).toBe(true);
    setLimits({ nesting: 19 });
    expect(
      checkGraph(spec({ r: deep(20), y: { from: "r", layers: [guess] } })).map((problem) =>
        formatProblem(problem),
      ),
    ).toEqual([
      expect.stringMatching(
        /^\/nodes\/r: networks 20 deep within one another, modules included, above the limit of 19/,
      ),
    ]);
    setLimits({ nesting: undefined });
    expect(checkGraph(bomb(70, { p: [] }))[0]).toMatchObject({ pointer: "/modules/m64" });
    // A text is nested less deeply than that.
    expect(checkGraph(spec({ r: deep(200) }))[0]!.message).toMatch(/^more than 100 brackets/);
  });

  test("as deep as the limit, in modules", () => {
    expect(
      compileGraph(normaliseGraph({ ...bomb(64, { "*": [] }), tags: { t: ["p"] } })).graph,
    ).toBeDefined();
  });
});
