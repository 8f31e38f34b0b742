/* Masks of padded sequences: from the ids through a network to what goes by them, as in Keras. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { applyLayer } from "../../src/layers";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec/language";
import { train } from "../../src/train";
import { expectKeras, kerasMasks, tensorOf } from "../fixtures/keras-layers";

beforeAll(async () => {
  await useBackend();
});

describe("layers over padded sequences are those of Keras: values and gradients", () => {
  it.each(kerasMasks.masked.map((one) => [one.name, one] as const))("%s", (_, one) => {
    tf.tidy(() => {
      const mask = tensorOf(one.mask);
      const masks = one.layer.type === "multiHeadAttention" ? [mask, undefined, undefined] : [mask];
      const context = { training: false, random: () => randomStream(1, "none"), masks };
      const xs = [tensorOf(one.inputs[0]!), ...one.weights.map((weight) => tensorOf(weight))];
      const forward = () => applyLayer(one.layer, [xs[0]!], xs.slice(1), context).value;
      expectKeras("value", forward(), one.value);
      const upstream = tensorOf(one.upstream);
      const { grads } = tf.engine().gradients(() => tf.sum(tf.mul(forward(), upstream)), xs);
      one.gradients.forEach((gradient, i) => expectKeras(`gradient ${i}`, grads[i]!, gradient));
    });
  });

  it("global pooling leaves out padding, and a sequence of nothing else is 0", () => {
    tf.tidy(() => {
      const x = tf.tensor3d([-3, -1, 5, -2, 7, 9], [2, 3, 1]);
      const masks = [tf.tensor2d([1, 1, 0, 0, 0, 0], [2, 3])];
      const context = { training: false, random: () => randomStream(1, "none"), masks };
      const of = (type: "globalMaxPooling1d" | "globalAveragePooling1d") => [
        ...applyLayer({ type }, [x], [], context).value.dataSync(),
      ];
      // -0 is 0.
      expect(of("globalMaxPooling1d").map((value) => value + 0)).toEqual([-1, 0]);
      expect(of("globalAveragePooling1d")).toEqual([-2, 0]);
    });
  });
});

const head = (target: string) => ({ type: "head" as const, target, project: false });

const spec: GraphSpec = {
  inputs: { ids: { shape: [5], dtype: "int32" } },
  targets: { steps: { shape: [5, 2] }, last: { shape: [2] }, mean: { shape: [2] } },
  nodes: {
    read: {
      layers: [
        { type: "embedding", inputDim: 6, outputDim: 4, maskZero: true },
        "layerNormalization",
        { type: "dropout", rate: 0 },
        { type: "gru", units: 3, returnSequences: true },
      ],
    },
    each: {
      from: "read",
      layers: [
        { type: "lstm", units: 3, returnSequences: true },
        { type: "dense", units: 2 },
      ],
    },
    last: { from: "read", layers: [{ type: "lstm", units: 2 }, head("last")] },
    steps: { from: "each", layers: [head("steps")] },
    mean: { from: "each", layers: ["globalAveragePooling1d", head("mean")] },
  },
  training: { epochs: 1, batchSize: 10, optimizer: { type: "sgd", learningRate: 1 } },
};

/** In the order of Keras' weights. */
const layers = [
  "read/embedding",
  "read/layerNormalization",
  "read/gru",
  "each/lstm",
  "each/dense",
  "last/lstm",
];

describe("a network over padded sequences is that of Keras", () => {
  const { model: fixture } = kerasMasks;

  it("in its values, its loss for each step and one step of training, and leaves no tensor behind", async () => {
    const { graph, problems } = understandGraph(spec);
    expect(problems).toEqual([]);
    const model = Model.build(graph);
    const paths = layers.flatMap((layer) =>
      [...model.weights.keys()].filter((path) => path.startsWith(`${layer}/`)),
    );
    expect(paths.length).toBe(fixture.weights.length);
    model.setHostWeights(
      new Map(
        paths.map((path, i) => [
          path,
          { shape: fixture.weights[i]!.shape, data: Float32Array.from(fixture.weights[i]!.values) },
        ]),
      ),
    );
    const none = new Float32Array(6).fill(NaN);
    const data: Dataset = {
      size: 3,
      inputs: { ids: { shape: [5], data: Int32Array.from(fixture.ids.values) } },
      labels: { steps: Float32Array.from(fixture.labels.values), last: none, mean: none },
      tags: {},
    };
    const { heads } = model.predict(data);
    ["steps", "last", "mean"].forEach((name, i) => {
      const { shape } = fixture.values[i]!;
      tf.tidy(() => expectKeras(name, tf.tensor(heads[name]!.values, shape), fixture.values[i]!));
    });
    const before = tf.memory().numTensors;
    const { history } = await train(model, data);
    expect(tf.memory().numTensors).toBe(before);
    expect(history[0]!.figures["steps/loss"] ?? history[0]!.figures["loss"]).toBeCloseTo(fixture.loss, 4);
    paths.forEach((path, i) => {
      const after = model.hostWeights().get(path)!.data;
      const { values } = fixture.weights[i]!;
      fixture.gradients[i]!.values.forEach((gradient, j) =>
        expect(values[j]! - after[j]!, `${path}[${j}]`).toBeCloseTo(gradient, 4),
      );
    });
    model.dispose();
  });

  it("whether the padding is ids or values, and through a branch that some samples take", () => {
    const text = (from: string) => ({ from, layers: [{ type: "gru" as const, units: 2 }, head("y")] });
    const { graph } = understandGraph({
      inputs: { x: { shape: [4, 2] } },
      tags: { kind: ["a", "b"] },
      targets: { y: { shape: [2] }, z: { shape: [2] } },
      nodes: {
        ready: {
          layers: [
            { type: "masking", maskValue: -1 },
            { type: "dense", units: 2, useBias: false },
          ],
        },
        routed: {
          type: "route",
          by: { tag: "kind" },
          branches: { a: text("ready"), b: text("ready") },
        },
      },
    });
    const model = Model.build(graph);
    const start = drawn(8);
    const sample = (steps: number) => start.map((value, i) => (i < 2 * steps ? value : -1));
    const longer = (steps: number) => [
      ...sample(steps).slice(0, 2 * steps),
      ...Array<number>(8 - 2 * steps).fill(-1),
    ];
    const data: Dataset = {
      size: 3,
      inputs: { x: { shape: [4, 2], data: Float32Array.from([sample(2), longer(2), start].flat()) } },
      labels: {},
      tags: { kind: Int32Array.from([0, 0, 1]) },
    };
    const { values } = model.predict(data).heads["routed/a"]!;
    expect([...values.slice(0, 2)]).toEqual([...values.slice(2, 4)]);
    // The values at padding do not matter: only that they are padding.
    const { values: full } = model.predict({ ...data, tags: { kind: Int32Array.from([0, 0, 0]) } }).heads[
      "routed/a"
    ]!;
    expect([...full.slice(0, 4)]).toEqual([...values.slice(0, 4)]);
    expect([...full.slice(4)]).not.toEqual([...full.slice(0, 2)]);
    model.dispose();
  });
});

const drawn = (size: number) => Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));
