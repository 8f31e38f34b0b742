/* Masks of padded sequences go with the rows into branches and come back with what these end in, through every merge. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { fromArrays } from "../../src/data";
import type { BranchSpec, GraphSpec, Merge, NodeSpec, RouteNode } from "../../src/spec/language";
import { expectSameAnswers, expectSameStep, head, modelOf, type Network } from "./padded";

beforeAll(async () => {
  await useBackend();
});

const WIDTH = 3;
const recurrent = { type: "gru", units: WIDTH, returnSequences: true } as const;
const branches: Record<string, BranchSpec> = {
  a: [recurrent],
  b: [{ type: "dense", units: WIDTH, activation: "tanh" }],
};
const gate: NodeSpec = {
  from: "x",
  layers: ["globalAveragePooling1d", { type: "gate", choices: ["a", "b"] }],
};
const y: NodeSpec = { from: "routed", layers: [{ type: "lstm", units: 2, direction: "both" }, head] };

/** A route over sequences by a gate that hardly is the same for all, and what goes by the mask behind it. */
const by = (route: Partial<RouteNode>): Network => ({
  gate,
  routed: { type: "route", from: "x", by: "gate", branches, ...route },
  y,
});

const byTag = (route: Partial<RouteNode>): Network => ({
  routed: { type: "route", from: "x", by: { tag: "kind" }, branches, ...route },
  y,
});

const all = (merge: Merge): Network => by({ select: "all", merge });

const networks: Record<string, Network> = {
  "put back, by a tag": byTag({}),
  "one branch, scaled": by({ merge: "scaled" }),
  "one branch, straight-through": by({ merge: "straightThrough" }),
  "all, weighted": all("weighted"),
  "two of three, weighted": {
    ...by({
      select: { top: 2 },
      merge: "weighted",
      branches: { ...branches, c: { from: "x", layers: [recurrent] } },
    }),
    gate: { from: "x", layers: ["globalMaxPooling1d", { type: "gate", choices: ["a", "b", "c"] }] },
  },
  masked: byTag({ merge: "masked" }),
  "one of them static": {
    routed: {
      type: "route",
      from: "x",
      by: { constant: [1, 0, 1] },
      select: "all",
      merge: "sum",
      branches: { ...branches, c: [recurrent] },
    },
    y,
  },
  "side by side": { ...byTag({ merge: "concatenate" }) },
  "a branch that is a network, with a route of its own": byTag({
    branches: {
      ...branches,
      b: {
        nodes: {
          wide: { layers: [{ type: "dense", units: WIDTH }] },
          inner: { from: "wide", layers: ["globalAveragePooling1d", { type: "gate", choices: ["a", "b"] }] },
          routed: { type: "route", from: "wide", by: "inner", merge: "scaled", branches },
        },
      },
    },
  }),
  "a branch without steps beside, and one from outside": {
    far: { from: "x", layers: [recurrent] },
    routed: { type: "route", from: "x", by: { tag: "kind" }, branches: { ...branches, a: { from: "far" } } },
    pooled: {
      type: "route",
      from: "routed",
      by: { tag: "kind" },
      branches: { a: ["globalAveragePooling1d"], b: ["globalMaxPooling1d"] },
    },
    y: { from: "pooled", layers: [head] },
  },
};

describe.each(Object.entries(networks))("%s", (_, nodes) => {
  it("says of each sequence what it says of it alone", () => {
    expectSameAnswers(nodes, 5, 2);
  });

  it("learns what the sequences alone would teach it, on average", () => expectSameStep(nodes, 6));
});

it("through modules: layers one after another, and networks", () => {
  const spec = (steps: number, pad: boolean): GraphSpec => ({
    tags: { kind: ["a", "b"] },
    inputs: { x: { shape: [steps, 2], pad } },
    targets: { y: { classes: 3 } },
    modules: {
      reader: [recurrent, { type: "dense", units: WIDTH }],
      residual: {
        nodes: {
          more: { layers: [{ type: "dense", units: WIDTH }] },
          sum: { type: "add", from: ["input", "more"] },
        },
      },
    },
    nodes: {
      routed: {
        type: "route",
        from: "x",
        by: { tag: "kind" },
        branches: { a: ["reader", "residual"], b: ["reader"] },
      },
      y: { from: "routed", layers: ["residual", "globalAveragePooling1d", head] },
    },
  });
  const model = modelOf(spec(4, true));
  const xs = [[[1, 2]], [[3, 1], [0, 2]]]; // prettier-ignore
  const { values } = model.predict(fromArrays({ inputs: { x: xs }, ragged: ["x"], tags: { kind: [0, 1] } }))
    .heads["y"]!;
  xs.forEach((x, i) => {
    const single = modelOf(spec(x.length, false), model);
    const expected = single.predict(fromArrays({ inputs: { x: [x] }, tags: { kind: [i] } })).heads["y"]!;
    expected.values.forEach((p, j) => expect(values[3 * i + j]).toBeCloseTo(p, 5));
    single.dispose();
  });
  model.dispose();
});

it("sequences one after the other: the steps of each that are its own", () => {
  const spec = (one: number, two: number, pad: boolean): GraphSpec => ({
    inputs: {
      words: { shape: [one], dtype: "int32", pad },
      more: { shape: [two], dtype: "int32", pad },
    },
    targets: { y: { classes: 3 } },
    nodes: {
      routed: {
        type: "route",
        from: "words",
        by: { constant: [1, 1] },
        select: "all",
        merge: "concatenate",
        branches: { "0": { from: "words" }, "1": { from: "more" } },
      },
      y: {
        from: "routed",
        layers: [{ type: "embedding", inputDim: 9, outputDim: 2 }, { type: "gru", units: 2 }, head],
      },
    },
  });
  const model = modelOf(spec(4, 3, true));
  const words = [[1, 2, 3], [4]];
  const more = [[5], [6, 7, 8]];
  const { values } = model.predict(fromArrays({ inputs: { words, more }, ragged: ["words", "more"] })).heads[
    "y"
  ]!;
  words.forEach((one, i) => {
    const single = modelOf(spec(one.length, more[i]!.length, false), model);
    const inputs = { words: { shape: [one.length], data: Int32Array.from(one) }, more: { shape: [more[i]!.length], data: Int32Array.from(more[i]!) } }; // prettier-ignore
    const expected = single.predict(fromArrays({ inputs })).heads["y"]!;
    expected.values.forEach((p, j) => expect(values[3 * i + j]).toBeCloseTo(p, 5));
    single.dispose();
  });
  model.dispose();
});

it("a row that no branch took has no steps, and an empty batch none at all", () => {
  const text: GraphSpec = {
    inputs: { x: { shape: [3, 2], pad: true }, on: { shape: [2] } },
    targets: { y: { shape: [2] } },
    nodes: {
      routed: {
        type: "route",
        from: "x",
        by: { mask: "on" },
        branches: { "0": [{ type: "dense", units: 2 }], "1": [{ type: "dense", units: 2 }] },
      },
      // Of no steps the mean is 0; of zeros that counted it would be the bias.
      y: {
        from: "routed",
        layers: [
          { type: "dense", units: 2, biasInitializer: "ones" },
          "globalAveragePooling1d",
          { ...head, project: false },
        ],
      },
    },
  };
  const model = modelOf(text);
  const x = [[[1, 2]], [[3, 4], [5, 6]]]; // prettier-ignore
  const { values } = model.predict(fromArrays({ inputs: { x, on: [[0, 0], [0, 1]] }, ragged: ["x"] })).heads["y"]!; // prettier-ignore
  expect([...values.slice(0, 2)]).toEqual([0, 0]);
  expect(values[2]).not.toBe(0);
  const none = { x: { shape: [3, 2], data: new Float32Array(0), lengths: new Int32Array(0) }, on: { shape: [2], data: new Float32Array(0) } }; // prettier-ignore
  expect(model.predict({ size: 0, inputs: none, labels: {}, tags: {} }).heads["y"]!.values.length).toBe(0);
  model.dispose();
});
