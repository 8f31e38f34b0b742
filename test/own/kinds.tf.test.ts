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
import { checkGraph, formatProblem } from "../../src/spec";

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
const turns: number[][] = [];
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
async function trained(training: GraphSpec["training"]) {
  const model = await build(spec(training), { seed: 1 });
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

  it("a loss without a gradient has TensorFlow's, also where samples have no label", () => {
    tf.tidy(() => {
      const [p, y] = [tf.tensor2d([1, -2, 0.5, 3], [2, 2]), tf.tensor2d([0, 0, 1, 1], [2, 2])];
      const mask = tf.tensor1d([1, 0]);
      const gradient = (loss: "test:square" | "test:squareByHand") =>
        tf
          .grad((x) => maskedLoss(loss, x, y, mask, "validMean"))(p)
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
