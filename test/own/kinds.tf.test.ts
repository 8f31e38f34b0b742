/* Losses, metrics, weightings and turns of one's own, in one training. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  build,
  data,
  defineLoss,
  defineMetric,
  defineTurns,
  defineWeighting,
  train,
  useBackend,
  type GraphSpec,
} from "../../src";
import { maskedLoss } from "../../src/losses";
import { normaliseGraph } from "../../src/graph";
import { ownKindsOf } from "../../src/graph/own-kinds";
import { checkGraph, formatProblem } from "../../src/spec";
import { graphOf } from "../graph/compile-spec";

beforeAll(async () => {
  await useBackend();
});

const square = (p: tf.Tensor, y: tf.Tensor) => tf.sum(tf.square(tf.sub(p, y)), 1);
defineLoss("test:square", { target: "values", forward: square });
defineLoss("test:squareByHand", {
  target: "values",
  forward: square,
  gradient: (p, y) => tf.mul(tf.sub(p, y), 2),
});
defineLoss("test:pair", {
  target: "classes",
  classes: 2,
  forward: (z, y) => tf.neg(tf.sum(tf.mul(tf.logSoftmax(z as tf.Tensor2D), tf.oneHot(y, 2)), 1)),
});
// Binary cross-entropy of one logit.
defineLoss("test:logit", {
  target: "classes",
  classes: 2,
  logits: 1,
  forward: (z, y) =>
    tf.squeeze(tf.sub(tf.softplus(z), tf.mul(z, tf.cast(tf.expandDims(y, 1), "float32"))), [1]),
});
const within = defineMetric("test:within", {
  options: { margin: { type: "number", default: 1 } },
  target: "values",
  better: "up",
  form: "share",
  start: () => ({ near: 0, all: 0 }),
  update(state, { values, labels, width, mask }, { margin }) {
    for (let row = 0; row < mask.length; row++) {
      if (mask[row] !== 1) continue;
      state.all += 1;
      if (Math.abs(values[row * width]! - labels[row * width]!) <= margin) state.near += 1;
    }
  },
  value: (states) =>
    states.reduce((sum, { near }) => sum + near, 0) / states.reduce((sum, { all }) => sum + all, 0),
});
defineWeighting("test:double", {
  learns: {},
  combine: (terms) => tf.mul(tf.addN(terms.map(({ loss }) => loss)), 2),
});
const seen: [string, number][] = [];
defineWeighting("test:watching", {
  learns: {},
  keeps: { seen: 0 },
  inputs: (heads) => new Map(heads.map((head) => [`weighting/${head.path}/twice`, 2])),
  combine: (terms, numbers) =>
    tf.addN(
      terms.map(({ head, loss }) => tf.mul(loss, numbers.get(`weighting/${head.path}/twice`)!)),
    ) as tf.Scalar,
  follow: (shared, losses) => {
    seen.push(...shared.map(({ head }, i): [string, number] => [head.path, losses[i]!]));
    return new Map();
  },
});
const turns: number[][] = [];
defineTurns("test:uneven", {
  drawn: true,
  order: ({ batches }) => batches.flatMap((count) => Array.from({ length: count }, () => 0)),
  chances: () => [0.75, 0.25],
});
defineTurns("test:backwards", {
  drawn: false,
  order({ batches }) {
    const order = batches.flatMap((count, turn) => Array.from({ length: count }, () => turn)).reverse();
    turns.push(order);
    return order;
  },
});

const spec = (training: GraphSpec["training"]): GraphSpec => ({
  inputs: { x: { shape: [2] } },
  targets: { size: { shape: [1] }, kind: { classes: 2 } },
  nodes: {
    size: {
      type: "head",
      target: "size",
      loss: "test:square",
      metrics: [within({ margin: 100 }), "meanAbsoluteError"],
    },
    kind: { type: "head", target: "kind", loss: "test:pair" },
  },
  training: { epochs: 2, batchSize: 2, optimizer: { type: "sgd", learningRate: 0.01 }, ...training },
});
const samples = data.fromArrays({
  inputs: { x: [1, 2, 3, 4].map((i) => [i / 4, -i / 4]) },
  labels: { size: Float32Array.of(1, 2, 3, 4), kind: Int32Array.of(0, 1, 0, 1) },
  classes: { kind: ["0", "1"] },
});

/** Weights and figures after a training. */
async function trained(training: GraphSpec["training"], specOf = spec) {
  const model = await build(specOf(training), { seed: 1 });
  const before = tf.memory().numTensors;
  const { history } = await train(model, samples);
  expect(tf.memory().numTensors).toBe(before);
  const weights = [...model.hostWeights().values()].flatMap((weight) => [...weight.data]);
  model.dispose();
  return { weights, figures: history.at(-1)!.figures };
}

describe("kinds of one's own", () => {
  it("a loss, a metric and a weighting: twice the loss is twice the rate", async () => {
    const own = await trained({ weighting: "test:double" });
    const fixed = await trained({ optimizer: { type: "sgd", learningRate: 0.02 } });
    own.weights.forEach((weight, i) => expect(weight).toBeCloseTo(fixed.weights[i]!, 5));
    expect(own.figures["size/test:within"]).toBe(1);
    expect(own.figures["size/meanAbsoluteError"]).toBeGreaterThan(0);
  });

  it("turns come in the order that was defined", async () => {
    await trained({ alternate: { schedule: "test:backwards" } });
    expect(turns).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
    ]);
  });

  it("bare names and objects are one normal form, as of built-in kinds", () => {
    const bare = spec({ weighting: "test:double", alternate: { schedule: "test:backwards" } });
    const full: GraphSpec = {
      ...spec({ weighting: { type: "test:double" }, alternate: { schedule: { type: "test:backwards" } } }),
      nodes: {
        size: { ...bare.nodes["size"]!, loss: { type: "test:square" } } as GraphSpec["nodes"][string],
        kind: { ...bare.nodes["kind"]!, loss: { type: "test:pair" } } as GraphSpec["nodes"][string],
      },
    };
    expect(normaliseGraph(full)).toEqual(normaliseGraph(bare));
    const graph = graphOf(full);
    expect(graph.heads.map(({ loss }) => loss)).toEqual([{ type: "test:square" }, { type: "test:pair" }]);
    expect(graph.phases[0]!.alternation!.schedule).toEqual({ type: "test:backwards" });
    expect(ownKindsOf(graph)).toEqual({
      loss: ["test:square", "test:pair"],
      metric: ["test:within"],
      weighting: ["test:double"],
      turns: ["test:backwards"],
    });
  });

  it("a weighting may take numbers in and follow its heads' gradients", async () => {
    const shared = (training: GraphSpec["training"]): GraphSpec => {
      const { nodes, ...rest } = spec(training);
      const onTrunk = ([name, node]: [string, object]) => [name, { ...node, from: "trunk" }];
      return {
        ...rest,
        nodes: {
          trunk: { type: "dense", units: 3, from: "x" },
          ...Object.fromEntries(Object.entries(nodes).map(onTrunk)),
        } as GraphSpec["nodes"],
      };
    };
    const own = await trained({ weighting: "test:watching" }, shared);
    const fixed = await trained({ optimizer: { type: "sgd", learningRate: 0.02 } }, shared);
    own.weights.forEach((weight, i) => expect(weight).toBeCloseTo(fixed.weights[i]!, 4));
    expect(seen.map(([path]) => path)).toEqual(Array.from({ length: 4 }, () => ["size", "kind"]).flat());
    expect(seen.every(([, loss]) => loss > 0)).toBe(true);
  });

  it("chances of turns are what importance weights go by", async () => {
    const run = async (importanceWeights: boolean) =>
      (await trained({ alternate: { schedule: "test:uneven", importanceWeights }, epochs: 1, batchSize: 4 }))
        .weights;
    // Each of the two steps is the first turn's: its four samples are half of all, over its chance 0.75.
    const weighed = await run(true);
    const { weights: rate } = await trained({
      alternate: { schedule: "test:uneven" },
      epochs: 1,
      batchSize: 4,
      optimizer: { type: "sgd", learningRate: (0.01 * 0.5) / 0.75 },
    });
    expect(weighed).not.toEqual(await run(false));
    weighed.forEach((weight, i) => expect(weight).toBeCloseTo(rate[i]!, 5));
  });

  it("a loss of one logit stands under several labels and factors of samples", () => {
    tf.tidy(() => {
      const z = tf.tensor2d([1, -2, 0.5, 3], [2, 2]);
      const y = tf.tensor2d([1, 0, -1, 1], [2, 2]);
      const loss = (type: "test:logit" | "binaryCrossentropy") =>
        tf.valueAndGrad((x) =>
          maskedLoss(
            type === "test:logit" ? { type } : { type, labelSmoothing: 0 },
            x,
            y,
            tf.tensor1d([1, 1]),
            "validMean",
            tf.tensor1d([2, 0.5]),
          ),
        )(z);
      const [own, builtIn] = [loss("test:logit"), loss("binaryCrossentropy")];
      expect(own.value.dataSync()[0]).toBeCloseTo(builtIn.value.dataSync()[0]!, 6);
      const expected = builtIn.grad.dataSync();
      own.grad.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    });
  });

  it("a loss without a gradient has TensorFlow's, also where samples have no label", () => {
    tf.tidy(() => {
      const [p, y] = [tf.tensor2d([1, -2, 0.5, 3], [2, 2]), tf.tensor2d([0, 0, 1, 1], [2, 2])];
      const mask = tf.tensor1d([1, 0]);
      const gradient = (loss: "test:square" | "test:squareByHand") =>
        tf
          .grad((x) => maskedLoss({ type: loss }, x, y, mask, "validMean"))(p)
          .dataSync();
      expect([...gradient("test:square")].map((value) => value + 0)).toEqual([2, -4, 0, 0]);
      expect(gradient("test:squareByHand")).toEqual(gradient("test:square"));
    });
  });

  it.each<[string, (base: GraphSpec) => unknown, RegExp]>([
    [
      "loss",
      (base) => ((base.nodes["size"] as { loss: string }).loss = "test:squre"),
      /^\/nodes\/size\/loss: "test:squre" is not a loss of Espalier; did you mean "test:square"/,
    ],
    [
      "metric",
      (base) => ((base.nodes["size"] as { metrics: unknown }).metrics = ["far:off"]),
      /^\/nodes\/size\/metrics\/0: "far:off" is not a metric of Espalier; .*call defineMetric\("far:off", …\) first/,
    ],
    [
      "option of a metric",
      (base) =>
        ((base.nodes["size"] as { metrics: unknown }).metrics = [{ type: "test:within", margin: "1" }]),
      /^\/nodes\/size\/metrics\/0\/margin: .* must be a number/,
    ],
    [
      "loss as an object",
      (base) => ((base.nodes["size"] as { loss: object }).loss = { type: "far:off" }),
      /^\/nodes\/size\/loss\/type: "far:off" is not a loss of Espalier; .*defineLoss/,
    ],
    [
      "option of a loss",
      (base) => ((base.nodes["size"] as { loss: object }).loss = { type: "test:square", margin: 1 }),
      /^\/nodes\/size\/loss\/margin: /,
    ],
    [
      "weighting",
      (base) => (base.training!.weighting = "far:off"),
      /^\/training\/weighting: "far:off" is not a weighting of Espalier; .*defineWeighting/,
    ],
    [
      "turns",
      (base) => (base.training!.alternate = { schedule: "far:off" }),
      /^\/training\/alternate\/schedule: "far:off" is not a schedule of turns of Espalier; .*defineTurns/,
    ],
  ])("a %s that nobody defined is a problem at its place", (_, slip, message) => {
    const base = spec({});
    slip(base);
    expect(checkGraph(base).map((problem) => formatProblem(problem))).toEqual([
      expect.stringMatching(message),
    ]);
  });
});
