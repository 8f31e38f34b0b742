/* Where masks of padding end without anybody going by them: said when the network is compiled. */
import { expect, it } from "vitest";
import type { GraphSpec, StackItem } from "../../src/spec";
import { problemsOf } from "./compile-spec";

const embedding = { type: "embedding", inputDim: 9, outputDim: 4, maskZero: true } as const;

function over(...layers: StackItem[]): GraphSpec {
  return {
    inputs: { ids: { shape: [6], dtype: "int32" } },
    targets: { y: { classes: 2 } },
    nodes: { y: { layers: [embedding, ...layers, { type: "head", target: "y" }] } },
  };
}

const lstm = { type: "lstm", units: 3 } as const;
const steps = { ...lstm, returnSequences: true } as const;
const attention = { type: "multiHeadAttention", numHeads: 2, keyDim: 2 } as const;

it.each([
  [lstm],
  [steps, { type: "dropout", rate: 0.5 }, "globalAveragePooling1d"],
  ["positionEmbedding", attention, "layerNormalization", "globalMaxPooling1d", "flatten"],
  [{ type: "rescaling", scale: 2 }, "stopGradient", { type: "gaussianNoise", stddev: 0.1 }, "softmax", lstm],
  [{ type: "slice", end: 3 }, { type: "gather", indices: [2, 0] }, lstm],
  [{ type: "slice", at: 0 }, { type: "oneHot" }, { type: "constant", value: [1, 2] }],
  [{ type: "dense", units: 2, activation: "relu" }, { type: "gru", units: 2 }, "flatten"],
] as StackItem[][])("nothing is said where a layer goes by it: %j", (...layers) => {
  expect(problemsOf(over(...layers))).toEqual([]);
});

const ends = (type: string) =>
  `ends at "${type}": what follows takes padding for data; put a layer before it that goes by the mask ("lstm", "globalAveragePooling1d", …), or leave the mask out if that is meant`;

it.each<[StackItem[], string]>([
  [
    ["flatten"],
    `warning /nodes/y/layers/1: the mask of y/embedding, which says what is padding, ${ends("flatten")}`,
  ],
  [
    [{ type: "conv1d", filters: 2, kernelSize: 2 }, "globalMaxPooling1d"],
    `warning /nodes/y/layers/1: the mask of y/embedding, which says what is padding, ${ends("conv1d")}`,
  ],
  [
    [steps, "maxPooling1d", lstm],
    `warning /nodes/y/layers/2: the mask of y/lstm, which says what is padding, ${ends("maxPooling1d")}`,
  ],
  [
    [{ type: "slice", axis: 1, start: 2 }, lstm],
    `warning /nodes/y/layers/1: the mask of y/embedding, which says what is padding, ${ends("slice")}`,
  ],
  [
    ["batchNormalization", lstm],
    'warning /nodes/y/layers/1: "batchNormalization" counts the padding of y/embedding in its statistics; use "layerNormalization", which looks at each step by itself',
  ],
])("%j", (layers, problem) => {
  expect(problemsOf(over(...layers))).toEqual([problem]);
});

it("says that a sum with what has no mask has none", () => {
  const spec = over(lstm);
  const joined: GraphSpec = {
    ...spec,
    inputs: { ...spec.inputs, x: { shape: [6, 4] } },
    nodes: {
      words: { from: "ids", layers: [embedding] },
      sum: { type: "add", from: ["words", "x"] },
      y: { from: "sum", layers: [lstm, { type: "head", target: "y" }] },
    },
  };
  expect(problemsOf(joined)).toEqual([
    'warning /nodes/sum: words/embedding has a mask of padding and another input of "add" has none: the result has none; put "masking" or "maskZero" before the other too, or go by the mask before',
  ]);
});

it("says that a sum of sequences with steps along different axes has no mask", () => {
  const spec: GraphSpec = {
    inputs: { ids: { shape: [4], dtype: "int32" }, more: { shape: [5, 4], dtype: "int32" } },
    targets: { y: { classes: 2 } },
    nodes: {
      words: { from: "ids", layers: [embedding] },
      lines: { from: "more", layers: [embedding] },
      sum: { type: "add", from: ["words", "lines"] },
      y: { from: "sum", layers: ["flatten", { type: "head", target: "y" }] },
    },
  };
  expect(problemsOf(spec)).toEqual([
    `warning /nodes/sum: the mask of words/embedding, which says what is padding, ${ends("add")}`,
  ]);
});

const padded = (input: object, ...layers: StackItem[]): GraphSpec => ({
  inputs: { x: { shape: [6, 2], pad: true, ...input } },
  targets: { y: { classes: 2 } },
  nodes: { y: { layers: [...layers, { type: "head", target: "y" }] } },
});

it.each<[string, GraphSpec, string[]]>([
  ["goes to the layers that go by it", padded({}, { type: "dense", units: 3 }, attention, lstm), []],
  [
    "ends as any other",
    padded({}, "flatten"),
    [`warning /nodes/y/layers/0: the mask of x, which says what is padding, ${ends("flatten")}`],
  ],
  [
    "needs steps",
    padded({ shape: [] }, lstm),
    [
      '/inputs/x/pad: the input "x" is one number, which has no steps to pad; remove "pad", or give it the shape [steps, …]',
    ],
  ],
  [
    "is filled up with numbers of its own type",
    padded({ dtype: "int32", shape: [6], pad: { value: 0.5 } }, embedding, lstm),
    ['/inputs/x/pad: the input "x" is int32 and cannot be padded with 0.5; write a whole number'],
  ],
])("the mask of a padded input %s", (_, spec, problems) => {
  expect(problemsOf(spec)).toEqual(problems);
});

it("says that a route over masks of different axes has none; over those of one it has one", () => {
  const route = (...branches: string[]): GraphSpec => ({
    inputs: { lines: { shape: [4, 3], dtype: "int32" }, pages: { shape: [4, 3, 5], pad: true } },
    targets: { y: { classes: 2 } },
    nodes: {
      words: { from: "lines", layers: [{ ...embedding, outputDim: 5 }] },
      texts: { from: "pages", layers: [{ type: "dense", units: 5 }] },
      routed: {
        type: "route",
        by: { constant: [1, 1] },
        select: "all",
        merge: "sum",
        branches: Object.fromEntries(branches.map((from, i) => [String(i), { from }])),
      },
      y: {
        from: "routed",
        layers: ["flatten", { type: "head", target: "y" }],
      },
    },
  });
  expect(problemsOf(route("words", "texts")).filter((problem) => problem.includes("masks"))).toEqual([
    'warning /nodes/routed: masks of padding end at routed, whose branches have them over different axes: what follows takes padding for data; end each branch in a layer that goes by the mask ("lstm", "globalAveragePooling1d", …)',
  ]);
  expect(problemsOf(route("texts", "texts")).filter((problem) => problem.includes("masks"))).toEqual([]);
});
