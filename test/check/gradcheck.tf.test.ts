/* gradcheck finds the wrong gradients that people write, among them those of library.md's sources, and no others. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { defineLayer, gradcheck, show, useBackend } from "../../src";
import { slopesAlong } from "../../src/check/slopes";

beforeAll(async () => {
  await useBackend();
});

/** A function of one tensor with the gradient that is given. */
const withGradient =
  (value: (x: tf.Tensor) => tf.Tensor, gradient: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor) =>
    tf.customGrad((input, save) => {
      (save as tf.GradSaveFunc)([input as tf.Tensor]);
      return {
        value: value(input as tf.Tensor),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy, saved[0]!),
      };
    })(x);

const reverse = (x: tf.Tensor) => tf.cumsum(x, 1, false, true);
/** The values from a column on, and how many: sum_j x_j [x_j > t] / c. */
const above = (x: tf.Tensor) => tf.cast(tf.greater(x, 0.1), "float32");
const count = (x: tf.Tensor) => tf.maximum(tf.sum(above(x), 1, true), 1);
const mean = (x: tf.Tensor) => tf.div(tf.sum(tf.mul(x, above(x)), 1, true), count(x));
const columns = (x: tf.Tensor) => tf.gather(x, [2, 0, 2], 1);
const hot = () => tf.oneHot(tf.tensor1d([2, 0, 2], "int32"), 4);
const x = { shape: [3, 4] };

describe("gradcheck", () => {
  it.each<[string, boolean, (x: tf.Tensor) => tf.Tensor]>([
    ["a running sum", true, withGradient((x) => tf.cumsum(x, 1), reverse)],
    [
      "TensorFlow's running sum along the first axis of a square",
      true,
      (x) => tf.cumsum(tf.slice(x, 0, [3, 3]), 0),
    ],
    [
      "TensorFlow's running sums along middle axes",
      true,
      (x) => tf.cumsum(tf.reshape(x, [2, 3, 2]), 1, true, true),
    ],
    [
      "a running sum that ignores the future",
      false,
      withGradient(
        (x) => tf.cumsum(x, 1),
        (dy) => dy,
      ),
    ],
    ["a thresholded mean", true, withGradient(mean, (dy, x) => tf.div(tf.mul(dy, above(x)), count(x)))],
    ["a thresholded mean without its count", false, withGradient(mean, (dy, x) => tf.mul(dy, above(x)))],
    [
      "columns by number, summed where one stands twice",
      true,
      withGradient(columns, (dy) => tf.matMul(dy, tf.cast(hot(), "float32"))),
    ],
    [
      "columns by number, by a one-hot of each once",
      false,
      withGradient(columns, (dy) => tf.mul(tf.sum(dy, 1, true), tf.cast(tf.max(hot(), 0, true), "float32"))),
    ],
    ["relu over kinks", true, (x) => tf.relu(x)],
    ["relu that lets everything through", false, withGradient(tf.relu, (dy) => dy)],
    [
      "one value in a hundred that is wrong",
      false,
      withGradient(
        (x) => tf.square(x),
        (dy, x) => {
          const factor = Float32Array.from({ length: 12 }, (_, i) => (i === 7 ? 2.5 : 2));
          return tf.mul(dy, tf.mul(x, tf.tensor(factor, [3, 4])));
        },
      ),
    ],
    ["what is the same for every x", true, () => tf.ones([2])],
    [
      "a straight-through estimator, which is no derivative",
      false,
      withGradient(
        (x) => tf.round(x),
        (dy) => dy,
      ),
    ],
  ])("%s: %s", async (_, agrees, f) => {
    const before = tf.memory().numTensors;
    const checked = await gradcheck(f, [x], { directions: 4 });
    expect(tf.memory().numTensors).toBe(before);
    expect(checked.agrees).toBe(agrees);
    expect(checked.rows).toHaveLength(1);
  });

  it("a threshold that is learned: its surrogate's gradient, and the obvious ones", async () => {
    const soft = (x: tf.Tensor, theta: tf.Tensor) => tf.sigmoid(tf.mul(tf.sub(x, theta), 4));
    const layer = (name: "zero" | "mask" | "exact") =>
      defineLayer(`test:threshold-${name}`, {
        shape: () => [1],
        weights: () => ({ theta: { shape: [1] } }),
        flops: ([x]) => 5 * x.shape[0]!,
        forward([x], { theta }) {
          const s = soft(x, theta);
          return tf.div(tf.sum(tf.mul(s, x), 1, true), tf.sum(s, 1, true));
        },
        gradient(dy, { inputs: [x], weights: { theta }, output }) {
          const s = soft(x, theta);
          const total = tf.sum(s, 1, true);
          const bend = tf.mul(tf.mul(tf.mul(s, tf.sub(1, s)), tf.sub(x, output)), 4);
          const mask = tf.div(s, total);
          return {
            inputs: [tf.mul(dy, name === "mask" ? mask : tf.add(mask, tf.div(bend, total)))],
            // "The output does not depend on the threshold."
            weights:
              name === "zero"
                ? {}
                : { theta: tf.neg(tf.sum(tf.mul(dy, tf.div(tf.sum(bend, 1, true), total)), 0)) },
          };
        },
      });
    const wrong = async (name: "zero" | "mask" | "exact") => {
      layer(name);
      const { rows } = await gradcheck(`test:threshold-${name}`, [{ shape: [5, 6] }]);
      expect(rows.map(({ of }) => of)).toEqual(["input 0", "weight theta"]);
      return rows.flatMap(({ of, agrees }) => (agrees ? [] : of));
    };
    expect(await wrong("exact")).toEqual([]);
    expect(await wrong("zero")).toEqual(["weight theta"]);
    expect(await wrong("mask")).toEqual(["input 0"]);
  });

  it("of layers: every input and weight that moves; ids are left out", async () => {
    const of = async (...args: Parameters<typeof gradcheck>) => {
      const { rows, agrees } = await gradcheck(...args);
      return [agrees, ...rows.map((row) => row.of)];
    };
    expect(await of({ type: "dense", units: 3, activation: "relu" }, [{ shape: [4, 5] }])).toEqual([
      true,
      "input 0",
      "weight kernel",
      "weight bias",
    ]);
    expect(
      await of({ type: "embedding", inputDim: 3, outputDim: 2 }, [
        { shape: [4, 5], dtype: "int32", below: 9 },
      ]),
    ).toEqual([true, "weight embeddings"]);
    expect(
      await of({ type: "gather", axis: 1 }, [{ shape: [4, 5] }, { shape: [4, 2], dtype: "int32", below: 5 }]),
    ).toEqual([true, "input 0"]);
    expect(await of("batchNormalization", [{ shape: [6, 2] }], { training: true })).toEqual([
      true,
      "input 0",
      "weight gamma",
      "weight beta",
    ]);
    expect(await of({ type: "dropout", rate: 0.5 }, [{ shape: [4, 5] }], { training: true })).toEqual([
      true,
      "input 0",
    ]);
    expect(await of("multiply", [[[1, 2]], [[3, 4]]])).toEqual([true, "input 0", "input 1"]);
  });

  it("is the same each time, and shows itself", async () => {
    const table = () => gradcheck({ type: "dense", units: 2 }, [{ shape: [2, 3] }]);
    const [first, second] = [await table(), await table()];
    expect(first.rows).toEqual(second.rows);
    expect(String(first)).toMatch(
      /Gradients of dense[\s\S]*weight kernel +3 [\s\S]* yes[\s\S]*All gradients agree/,
    );
    expect(
      String(
        await gradcheck(
          withGradient(tf.square, (dy) => dy),
          [x],
        ),
      ),
    ).toMatch(/ NO\b[\s\S]*Wrong: input 0\./);
    expect(show(first)).toBeDefined();
  });

  it("says what it cannot check", async () => {
    let times = 0;
    const before = tf.memory().numTensors;
    await expect(gradcheck((x) => tf.add(x, times++), [x])).rejects.toThrow(/gives other numbers each time/);
    await expect(gradcheck((x) => tf.cast(tf.greater(x, 0), "float32"), [x])).rejects.toThrow(
      /has no gradient: /,
    );
    await expect(gradcheck({ type: "dens" } as never, [x])).rejects.toThrow(/did you mean "dense"/);
    await expect(gradcheck("conv2d", [x])).rejects.toThrow(/"filters" and "kernelSize" are missing/);
    await expect(gradcheck("flatten", [{ shape: [-1] }])).rejects.toThrow(/input 0 is neither/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("kinks", () => {
  const kinks = (f: (t: number) => number) => slopesAlong((t) => Float32Array.of(f(t)), 0.01).kinks[0];
  it.each<[string, boolean, (t: number) => number]>([
    ["a line", false, (t) => 1 + 3 * t],
    ["a curve", false, (t) => Math.exp(2 * t)],
    ["a kink at the point", true, (t) => Math.abs(t)],
    ["a kink beside it", true, (t) => Math.max(t, 0.004)],
    ["a kink within the wide step only", true, (t) => Math.max(t, 0.007)],
    ["a kink far away", false, (t) => Math.max(t, 0.02)],
    ["a jump at the point", true, (t) => (t > 0 ? 1 : 0)],
    ["a jump beside it", true, (t) => (t > 0.007 ? 1 : 0)],
    ["a number that is none", true, () => Number.NaN],
  ])("%s: %s", (_, expected, f) => {
    expect(kinks(f)).toBe(expected);
  });
});
