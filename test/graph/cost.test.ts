/* What graphs cost: parameters, FLOPs of everything, of one route, on average. */
import { expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import {
  countParameters,
  expectedFlops,
  flopsThrough,
  formatSummary,
  routesOf,
  summarise,
  summaryTotals,
  totalFlops,
} from "../../src/graph";
import type { RouteNode } from "../../src/spec/language";
import { cascadeSpec, sharedSpec } from "../specs";
import { compileSpec, graphOf } from "./compile-spec";

// By hand: a hidden layer of 8 over 4 features, heads of 3, 2 and 3 classes.
const hidden = 8 * (2 * 4 + 1);
const gate = hidden + 3 * 17;
const insect = hidden + 2 * 17;
const fish = hidden + 3 * 17;

test("every branch, or the share of each", () => {
  const graph = graphOf(cascadeSpec());
  expect(totalFlops(graph)).toBe(gate + insect + fish);
  // The third branch, a group of one, costs nothing.
  expect(expectedFlops(graph)).toBeCloseTo(gate + (insect + fish) / 3, 9);
  expect(expectedFlops(graph, { animal: [0.5, 0.2, 0.3] })).toBeCloseTo(gate + 0.5 * insect + 0.2 * fish, 9);
  // Samples without a route run none.
  expect(expectedFlops(graph, { animal: [0, 0, 0] })).toBe(gate);
});

test("a joint answer runs every branch on every sample", () => {
  const graph = graphOf(cascadeSpec(undefined, "joint"));
  expect(expectedFlops(graph, { animal: [1, 0, 0] })).toBe(totalFlops(graph));
});

test.each([
  ["an unknown route", { animals: [1, 0, 0] }, 'there is no route "animals"; did you mean "animal"?'],
  [
    "too few",
    { animal: [1] },
    '[1] are no shares of the branches insect, fish and mammal of "animal"; give one number from 0 to 1 for each branch, together at most 1',
  ],
  [
    "too much",
    { animal: [1, 1, 0] },
    '[1, 1, 0] are no shares of the branches insect, fish and mammal of "animal"; give one number from 0 to 1 for each branch, together at most 1',
  ],
  [
    "not numbers",
    { animal: [NaN, 0, 0] },
    '[NaN, 0, 0] are no shares of the branches insect, fish and mammal of "animal"; give one number from 0 to 1 for each branch, together at most 1',
  ],
])("shares are refused: %s", (_, shares: Record<string, number[]>, message) => {
  const graph = graphOf(cascadeSpec());
  expect(() => expectedFlops(graph, shares)).toThrow(EspalierError);
  expect(() => expectedFlops(graph, shares)).toThrow(message);
});

test("parameters, each once, and which of them train", () => {
  const graph = graphOf({
    inputs: { x: { shape: [3] }, z: { shape: [3] } },
    targets: { y: { classes: 2 } },
    modules: { eye: [{ type: "dense", units: 5 }, "batchNormalization"] },
    nodes: {
      a: { type: "module", module: "eye", share: true, from: "x" },
      b: { type: "module", module: "eye", share: true, from: "z" },
      sum: { type: "add", from: ["a", "b"] },
      y: { type: "head", from: "sum", target: "y" },
    },
  });
  expect(summaryTotals(graph).parameters).toEqual({ all: 20 + 20 + 12, trainable: 20 + 10 + 12 });
  expect(countParameters(graph, [...(graph.nodes.get("y")?.variables ?? [])])).toEqual({
    all: 12,
    trainable: 12,
  });
  expect(summarise(graph).map(({ path, parameters, shared }) => [path, parameters.all, shared])).toEqual([
    ["x", 0, false],
    ["z", 0, false],
    ["a/dense", 20, false],
    ["a/batchNormalization", 20, false],
    ["b/dense", 0, true],
    ["b/batchNormalization", 0, true],
    ["sum", 0, false],
    ["y", 12, false],
  ]);
});

test("rows of a route are the totals of those under it", () => {
  const rows = summarise(graphOf(cascadeSpec()));
  const under = (prefix: string) =>
    rows.filter(({ kind, path }) => kind !== "route" && kind !== "branch" && path.startsWith(prefix));
  for (const row of rows.filter(({ kind }) => kind === "route" || kind === "branch")) {
    const parts = under(`${row.path}/`);
    expect(row.flops).toBe(parts.reduce((sum, { flops }) => sum + flops, 0));
    expect(row.parameters.all).toBe(parts.reduce((sum, { parameters }) => sum + parameters.all, 0));
  }
});

test("a row for each input, node and branch; totals for each route", () => {
  expect(formatSummary(graphOf(cascadeSpec()))).toBe(
    `
cascade
node                     type                           shape  parameters  FLOPs
-----------------------  -----------------------------  -----  ----------  -----
features                 float32                        [4]             0      0
group/dense              dense                          [8]            40     72
group/head               head: categoricalCrossentropy  [3]            27     51
animal                   greedy by group/head           [6]           125    229
  animal/insect          branch                         [2]            58    106
    animal/insect/dense  dense                          [8]            40     72
    animal/insect/head   head: categoricalCrossentropy  [2]            18     34
  animal/fish            branch                         [3]            67    123
    animal/fish/dense    dense                          [8]            40     72
    animal/fish/head     head: categoricalCrossentropy  [3]            27     51
  animal/mammal          group of one                                   0      0

parameters: 192 (192 trainable)
FLOPs for one sample: 352 if every branch runs, 199 on average if branches are taken equally often
FLOPs for one sample by its branch of animal: insect 229, fish 246, mammal 123
`.trim(),
  );
  expect(summaryTotals(graphOf(cascadeSpec())).routes).toEqual([
    {
      path: "animal",
      branches: [
        { key: "insect", flops: gate + insect },
        { key: "fish", flops: gate + fish },
        { key: "mammal", flops: gate },
      ],
    },
  ]);
});

test("where no branch has layers of its own, there is one figure", () => {
  const text = formatSummary(graphOf(sharedSpec()));
  expect(text.split("\n").slice(-2)).toEqual([
    "parameters: 112 (112 trainable)",
    `FLOPs for one sample: ${hidden + 3 * 17 + 2 * 17 + 3 * 17}`,
  ]);
});

type Rules = Pick<RouteNode, "by" | "select" | "merge">;

/** Three branches of 8, 9 and 10 units over 4 features, by whom and by which rules. */
const threeBranches = (rules: Rules) =>
  compileSpec({
    inputs: { features: { shape: [4] }, allowed: { shape: [3] } },
    targets: { y: { shape: [1] } },
    nodes: {
      gate: { from: "features", layers: [{ type: "gate", choices: ["a", "b", "c"] }] },
      mixed: {
        type: "route",
        from: "features",
        merge: "sum",
        branches: Object.fromEntries(
          [8, 9, 10].map((units, i) => [
            "abc"[i]!,
            [
              { type: "dense", units },
              { type: "dense", units: 2 },
            ],
          ]),
        ),
        ...rules,
      },
      y: { from: "mixed", layers: [{ type: "head", target: "y" }] },
    },
  }).graph!;

const [a, b, c] = [8, 9, 10].map((units) => units * 9 + 2 * (2 * units + 1)) as [number, number, number];

test.each<[string, Rules, number, number[]]>([
  ["the two likeliest: those that are not looked at alike", { by: "gate", select: { top: 2 } }, (2 / 3) * (a + b + c), [a + (b + c) / 2, b + (a + c) / 2, c + (a + b) / 2]],
  ["masked: every one, chosen or not", { by: "gate", merge: "masked" }, a + b + c, [a + b + c, a + b + c, a + b + c]],
  ["a constant: those that it lets run", { by: { constant: [1, 0, 2] }, select: "all" }, a + c, [a + c, a + c, a + c]],
  ["a constant's first", { by: { constant: [1, 0, 2] } }, c, [c, c, c]],
  ["a mask: all that it may let run", { by: { mask: "allowed" }, select: "all" }, a + b + c, [a + b + c, a + b + c, a + b + c]],
])("several branches for a sample: %s", (_, rules, average, through) => {
  const graph = threeBranches(rules);
  const route = routesOf(graph)[0]!;
  const anyway = totalFlops(graph) - route.flops;
  expect(expectedFlops(graph) - anyway).toBeCloseTo(average, 9);
  const found = through.map((_, index) => flopsThrough(graph, route, index) - anyway);
  through.forEach((flops, i) => expect(found[i]).toBeCloseTo(flops, 9));
  summaryTotals(graph).routes[0]!.branches.forEach(({ flops }, i) =>
    expect(flops - anyway).toBeCloseTo(found[i]!, 9),
  );
}); // prettier-ignore

test("the shares of a mask's branches are what ran", () => {
  const graph = threeBranches({ by: { mask: "allowed" }, select: "all" });
  const anyway = totalFlops(graph) - routesOf(graph)[0]!.flops;
  expect(expectedFlops(graph, { mixed: [1, 0.5, 0] }) - anyway).toBeCloseTo(a + b / 2, 9);
});
