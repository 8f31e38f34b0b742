/* Routes inside of branches, two and three levels deep: costs, summaries, plans, what depends on what. */
import { describe, expect, test } from "vitest";
import {
  activationBytes,
  asLayer,
  branchesAround,
  branchesWithin,
  countParameters,
  dependencies,
  expectedFlops,
  flopsThrough,
  formatSummary,
  matchPaths,
  nodesWithin,
  ProblemReport,
  reached,
  routesOf,
  summarise,
  summaryTotals,
  totalFlops,
} from "../../src/graph";
import { warnOfUntrained } from "../../src/graph/usage";
import type { TrainingSpec } from "../../src/spec";
import { compileSpec } from "./compile-spec";
import { flatSpec, planned, threeLevels, twoLevels } from "./nested";

const flat = compileSpec(flatSpec()).graph!;
const [two, three] = [twoLevels(), threeLevels()];
const animals = "species/animal/animals";
const insects = `${animals}/insect/insects`;

// By hand: a hidden layer of 8 over 4 features, heads of 2 and 3 classes.
const hidden = 8 * (2 * 4 + 1);
const pair = hidden + 2 * 17;
const triple = hidden + 3 * 17;

test("the pieces are consistent: each node once, in its branch, with inputs that are there", () => {
  for (const graph of [two, three]) {
    const all = nodesWithin(graph.body);
    expect(new Set(all.map(({ path }) => path))).toEqual(new Set(graph.nodes.keys()));
    expect(all).toHaveLength(graph.nodes.size);
    for (const node of all) {
      expect(graph.nodes.get(node.path)).toBe(node);
      for (const input of node.inputs) expect(graph.nodes.has(input) || input === "x").toBe(true);
      for (const variable of node.variables) expect(graph.variables.get(variable)?.path).toBe(variable);
      for (const { output } of node.branches) if (output) expect(graph.nodes.has(output)).toBe(true);
    }
    expect(graph.variables.size).toBe(flat.variables.size);
    expect(graph.heads.map(({ target }) => target)).toEqual(flat.heads.map(({ target }) => target));
  }
});

test("branches are found at any depth, and those around a node", () => {
  expect(routesOf(three).map(({ path }) => path)).toEqual(["species", animals, insects]);
  expect(routesOf(two).map(({ path }) => path)).toEqual(["insects", "species", animals]);
  expect(branchesWithin(three.body).map(({ branch }) => branch.path)).toEqual([
    "species/animal",
    "species/plant",
    `${animals}/insect`,
    `${animals}/fish`,
    `${insects}/young`,
    `${insects}/old`,
  ]);
  const around = branchesAround(three.body, `${insects}/old/head`).map(({ branch }) => branch.path);
  expect(around).toEqual(["species/animal", `${animals}/insect`, `${insects}/old`]);
  expect(branchesAround(three.body, "kingdom/head")).toEqual([]);
});

describe("costs", () => {
  test("of everything are those of the flat network", () => {
    for (const graph of [two, three]) expect(totalFlops(graph)).toBe(totalFlops(flat));
    expect(totalFlops(three)).toBe(4 * pair + 2 * triple);
  });

  test("on average: a branch within a branch counts for the share of both", () => {
    const inner = pair / 2 + pair / 2;
    expect(expectedFlops(two)).toBeCloseTo(pair + inner + (pair + triple / 2) / 2 + triple / 2, 9);
    expect(expectedFlops(three)).toBeCloseTo(pair + (pair + (inner + triple) / 2) / 2 + triple / 2, 9);
    const shares = { species: [0.8, 0.2], [animals]: [0.3, 0.7], [insects]: [1, 0] };
    expect(expectedFlops(three, shares)).toBeCloseTo(
      pair + 0.8 * (pair + 0.3 * pair + 0.7 * triple) + 0.2 * triple,
      9,
    );
    expect(() => expectedFlops(three, { [insects]: [1] })).toThrow(`of "${insects}"`);
  });

  test("through one branch: the branches around it run too, those beside them do not", () => {
    const route = (path: string) => routesOf(three).find((node) => node.path === path)!;
    expect(flopsThrough(three, route(insects), 1)).toBe(pair + pair + pair);
    expect(flopsThrough(three, route(animals), 1)).toBe(pair + pair + triple);
    expect(flopsThrough(three, route("species"), 1)).toBe(pair + triple);
    for (const graph of [two, three]) {
      const { routes } = summaryTotals(graph);
      expect(routes.map(({ path }) => path)).toEqual(routesOf(graph).map(({ path }) => path));
      for (const node of routesOf(graph)) {
        const own = routes.find(({ path }) => path === node.path)!;
        const through = node.branches.map(({ index }) => flopsThrough(graph, node, index));
        expect(own.branches.map(({ flops }) => flops)).toEqual(through);
      }
    }
  });

  test("parameters and memory are those of the flat network", () => {
    for (const graph of [two, three]) {
      expect(countParameters(graph, graph.variables.keys())).toEqual(
        countParameters(flat, flat.variables.keys()),
      );
      expect(activationBytes(graph, 10)).toBe(activationBytes(flat, 10));
    }
  });
});

test("summaries: each row of a route and a branch is the total of those under it, further in", () => {
  for (const graph of [two, three]) {
    const rows = summarise(graph);
    for (const row of rows.filter(({ kind }) => kind === "route" || kind === "branch")) {
      const parts = rows.filter(
        ({ kind, path }) => kind !== "route" && kind !== "branch" && path.startsWith(`${row.path}/`),
      );
      expect(row.flops).toBe(parts.reduce((sum, { flops }) => sum + flops, 0));
      expect(row.parameters.all).toBe(parts.reduce((sum, { parameters }) => sum + parameters.all, 0));
    }
  }
  expect(summarise(three).map(({ path, depth }) => [path, depth])).toEqual([
    ["x", 0],
    ["kingdom/dense", 0],
    ["kingdom/head", 0],
    ["species", 0],
    ["species/animal", 1],
    ["species/animal/family/dense", 2],
    ["species/animal/family/head", 2],
    [animals, 2],
    [`${animals}/insect`, 3],
    [insects, 4],
    [`${insects}/young`, 5],
    [`${insects}/young/dense`, 6],
    [`${insects}/young/head`, 6],
    [`${insects}/old`, 5],
    [`${insects}/old/dense`, 6],
    [`${insects}/old/head`, 6],
    [`${animals}/fish`, 3],
    [`${animals}/fish/dense`, 4],
    [`${animals}/fish/head`, 4],
    ["species/plant", 1],
    ["species/plant/dense", 2],
    ["species/plant/head", 2],
  ]);
  expect(formatSummary(three)).toContain(
    `FLOPs for one sample by its branch of ${insects}: young ${3 * pair}, old ${3 * pair}`,
  );
});

test("what a value depends on: gates of the routes inside, and no others", () => {
  const { nodes } = dependencies(three, [animals]);
  expect(nodes.has("species/animal/family/head")).toBe(true);
  expect(nodes.has(`${insects}/old/head`)).toBe(true);
  expect(nodes.has("kingdom/head")).toBe(false);
  const moved = reached(three, [`${insects}/young/head`]);
  expect([...moved].every((path) => path.startsWith(`${insects}/young/`))).toBe(true);
  expect(moved.size).toBe(4);
});

describe("plans", () => {
  const one = (levels: typeof threeLevels, by: "heads" | { tag: string }) =>
    planned(levels(), { alternate: { by } }).phases[0]!.alternation!.turns;

  test("are those of the flat network by other paths", () => {
    for (const by of ["heads", { tag: "age" }] as const) {
      const training: TrainingSpec = { alternate: { by } };
      for (const levels of [twoLevels, threeLevels])
        expect(planned(levels(), training).phases).toEqual(levels(training).phases);
    }
  });

  test("a phase names parts inside of branches", () => {
    const { phases } = planned(three, {
      phases: [{ name: "insects", train: [`${animals}/insect`] }],
    });
    expect(phases[0]!.heads).toEqual([`${insects}/young/head`, `${insects}/old/head`]);
    expect(phases[0]!.train).toHaveLength(8);
    expect(matchPaths(["**/insects/old/**"], [...three.variables.keys()])).toHaveLength(4);
  });

  test("turns by a tag take the branches of its value, however deep", () => {
    for (const [levels, prefix] of [
      [twoLevels, "insects"],
      [threeLevels, insects],
    ] as const) {
      const turns = one(levels, { tag: "age" });
      expect(turns.map(({ name }) => name)).toEqual(["young", "old"]);
      for (const [i, { name, heads, train }] of turns.entries()) {
        const other = ["old", "young"][i]!;
        expect(heads).toContain(`${prefix}/${name}/head`);
        expect(heads).not.toContain(`${prefix}/${other}/head`);
        expect(train.filter((path) => path.startsWith(`${prefix}/${name}/`))).toHaveLength(4);
        expect(train.filter((path) => path.startsWith(`${prefix}/${other}/`))).toEqual([]);
        expect(heads).toHaveLength(5);
      }
    }
  });

  test("turns by head have one for each, however deep", () => {
    const turns = one(threeLevels, "heads");
    expect(turns.map(({ name }) => name)).toEqual(three.heads.map(({ name }) => name));
    expect(turns.map(({ name }) => name)).toContain(`${insects}/young`);
  });

  test("a branch that no phase trains is warned of, with all that it holds", () => {
    const graph = planned(three, { phases: [{ name: "rest", train: ["kingdom", "species/plant"] }] });
    const report = new ProblemReport();
    const stacks = routesOf(graph)[0]!.branches.map(({ path, key, body }) => ({
      body,
      stack: {
        place: { path, weights: path, shared: undefined },
        spec: { pointer: `/nodes/species/branches/${key}`, items: [] },
        steps: [],
      },
    }));
    warnOfUntrained(graph, stacks, graph.phases, report);
    expect(report.problems.map(({ pointer }) => pointer)).toEqual(["/nodes/species/branches/animal"]);
  });
});

test("saved models: a network that branches is no stack to load, and every weight has a path of its own", () => {
  for (const graph of [two, three]) {
    for (const route of routesOf(graph)) expect(asLayer(route)).toBeUndefined();
    const used = nodesWithin(graph.body).flatMap(({ variables }) => variables);
    expect([...used].sort()).toEqual([...graph.variables.keys()].sort());
    expect(new Set(used).size).toBe(used.length);
  }
});
