/*
 * Layers with a condition inside, against plain JavaScript in double precision: the value, and the gradient as the slope of that
 * by tiny steps, which float32 could not take. (TensorFlow's own gradients are in `keras.tf.test.ts`.)
 */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { applyLayer } from "../../src/layers";
import { checkGraph, formatProblem } from "../../src/spec";
import type { LayerSpec } from "../../src/spec/language";
import { normalLayer } from "../../src/spec/normalise/defaults";
import { drawValues } from "../gradients";

beforeAll(async () => {
  await useBackend();
});

type Numbers = readonly number[];
/** Inputs one after another, flat -> the output, flat. */
type Plain = (x: Numbers, other?: Numbers) => number[];

const context = { training: true, random: () => randomStream(1) };

/** Layer and reference agree in value and in the gradient of Σ dy · y for each input and weight. */
function compare(layer: LayerSpec, plain: Plain, shapes: readonly Numbers[], weights: Numbers = []): void {
  tf.tidy(() => {
    const values = shapes.map((shape, i) => [
      ...drawValues(
        shape.reduce((a, b) => a * b, 1),
        layer.type,
        i,
      ),
    ]);
    const all = [...values, ...weights.map((weight) => [weight])];
    const tensors = values.map((numbers, i) => tf.tensor(numbers, [...shapes[i]!]));
    const learned = weights.map((weight) => tf.scalar(weight));
    const forward = () => applyLayer(normalLayer(layer), tensors, learned, context).value;
    const expected = plain(all[0]!, all[1]);
    near("value", [...forward().dataSync()], expected, 1e-5);

    const dy = [...drawValues(expected.length, "upstream")];
    const total = () => tf.sum(tf.mul(forward(), tf.tensor(dy, forward().shape)));
    const { grads } = tf.engine().gradients(total, [...tensors, ...learned]);
    const sum = (inputs: Numbers[]) =>
      plain(inputs[0]!, inputs[1]).reduce((sum, y, i) => sum + y * dy[i]!, 0);
    all.forEach((numbers, input) => {
      const slope = numbers.map((_, i) => {
        const moved = (by: number) =>
          sum(all.map((other, j) => (j === input ? other.map((x, k) => (k === i ? x + by : x)) : other)));
        return (moved(1e-6) - moved(-1e-6)) / 2e-6;
      });
      near(`gradient ${input}`, [...grads[input]!.dataSync()], slope, 1e-4);
    });
  });
}

function near(what: string, actual: Numbers, expected: Numbers, tolerance: number): void {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i]! - value) / Math.max(1, Math.abs(value));
    if (!(error <= tolerance)) expect.fail(`${what}[${i}] is ${actual[i]}, in double precision ${value}`);
  });
}

/** The columns of `[rows, n, width]`, each along n. */
function columns(x: Numbers, n: number, width: number): number[][] {
  return Array.from({ length: x.length / n }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    return Array.from({ length: n }, (_, k) => x[(row * n + k) * width + column]!);
  });
}

describe("thresholdedAverage", () => {
  const mean =
    (n: number, width: number, threshold: number): Plain =>
    (x) =>
      columns(x, n, width).map((column) => {
        const above = column.filter((value) => value > threshold);
        return above.reduce((sum, value) => sum + value, 0) / Math.max(above.length, 1);
      });
  const soft =
    (n: number, width: number, sharpness: number): Plain =>
    (x, weight) =>
      columns(x, n, width).map((column) => {
        const s = column.map((value) => 1 / (1 + Math.exp(-sharpness * (value - weight![0]!))));
        const all = s.reduce((sum, one) => sum + one, 0);
        return column.reduce((sum, value, i) => sum + s[i]! * value, 0) / all;
      });

  it.each([-2, -0.3, 0.25, 0.9, 2])("is the mean of what lies above %d", (threshold) => {
    compare({ type: "thresholdedAverage", threshold }, mean(7, 3, threshold), [[4, 7, 3]]);
  });

  it.each([1, 10, 40])("learns its threshold through a sigmoid of sharpness %d", (sharpness) => {
    const layer = { type: "thresholdedAverage", learn: true, sharpness } as const;
    compare(layer, soft(7, 3, sharpness), [[4, 7, 3]], [0.2]);
  });

  it("has the gradients of the surrogate by their formulas", () => {
    tf.tidy(() => {
      const [x, θ, τ] = [[0.4, -0.2, 0.9, 0.1], 0.3, 0.25];
      const s = x.map((value) => 1 / (1 + Math.exp(-(value - θ) / τ)));
      const all = s.reduce((a, b) => a + b);
      const y = x.reduce((sum, value, i) => sum + s[i]! * value, 0) / all;
      const dx = x.map((value, j) => (s[j]! + (s[j]! * (1 - s[j]!) * (value - y)) / τ) / all);
      const dθ = (-1 / τ / all) * x.reduce((sum, value, i) => sum + s[i]! * (1 - s[i]!) * (value - y), 0);
      const layer = normalLayer({ type: "thresholdedAverage", learn: true, sharpness: 1 / τ });
      const inputs = [tf.tensor([x]), tf.scalar(θ)];
      const { grads } = tf
        .engine()
        .gradients(() => tf.sum(applyLayer(layer, [inputs[0]!], [inputs[1]!], context).value), inputs);
      near("dx", [...grads[0]!.dataSync()], dx, 1e-5);
      near("dθ", [...grads[1]!.dataSync()], [dθ], 1e-5);
    });
  });

  it("has one threshold: a list, which might be broadcast along another axis, is refused", () => {
    const layers = [{ type: "thresholdedAverage", threshold: [2.5, 5.5] as unknown as number } as const];
    const problems = checkGraph({
      inputs: { x: { shape: [3, 2] } },
      targets: { y: { shape: [2] } },
      nodes: { mean: { from: "x", layers }, y: { type: "head", from: "mean", target: "y" } },
    });
    expect(problems.map((problem) => formatProblem(problem))).toEqual([
      '/nodes/mean/layers/0/threshold: "threshold" must be a number, not [2.5,5.5]',
    ]);
  });

  it("stays a number where the threshold is far above or below everything", () => {
    tf.tidy(() => {
      const layer = normalLayer({ type: "thresholdedAverage", learn: true, sharpness: 1000 });
      for (const [threshold, expected] of [
        [50, 3],
        [-50, 2],
      ] as const) {
        const x = tf.tensor([[1, 2, 3]]);
        const { grads, value } = tf
          .engine()
          .gradients(() => tf.sum(applyLayer(layer, [x], [tf.scalar(threshold)], context).value), [x]);
        near("value", [...value.dataSync()], [expected], 1e-5);
        expect([...grads[0]!.dataSync()].every(Number.isFinite)).toBe(true);
      }
    });
  });
});

describe("conditionalSum", () => {
  const running =
    (rows: number, width: number, resets: boolean): Plain =>
    (x, start) => {
      const steps = x.length / rows / width;
      const result = new Array<number>(x.length);
      for (let row = 0; row < rows; row++) {
        let state = Array.from({ length: width }, (_, i) => start?.[row * width + i] ?? 0);
        for (let t = 0; t < steps; t++) {
          const at = (row * steps + t) * width;
          const step = x.slice(at, at + width);
          const holds = step.reduce((sum, value) => sum + value, 0) > 0;
          state = state.map((value, i) => (holds ? value + step[i]! : resets ? 0 : value));
          state.forEach((value, i) => (result[at + i] = value));
        }
      }
      return result;
    };

  for (const otherwise of ["keep", "reset"] as const) {
    it.each([1, 2, 3, 8, 13])(`${otherwise}s where the condition fails, over %d steps`, (steps) => {
      const layer = { type: "conditionalSum", otherwise } as const;
      compare(layer, running(5, 3, otherwise === "reset"), [[5, steps, 3]]);
    });

    it(`${otherwise}s from a sum that enters`, () => {
      const layer = { type: "conditionalSum", otherwise } as const;
      const shapes = [
        [5, 6, 3],
        [5, 3],
      ];
      compare(layer, running(5, 3, otherwise === "reset"), shapes);
    });
  }

  it("sends gradients back from all later steps: the gradient of a sum is how often a value was used", () => {
    tf.tidy(() => {
      const x = tf.tensor([
        [[1], [2], [3]],
        [[4], [5], [6]],
      ]);
      const layer = normalLayer({ type: "conditionalSum" });
      const [gradient] = tf
        .engine()
        .gradients(() => tf.sum(applyLayer(layer, [x], [], context).value), [x]).grads;
      expect([...gradient!.dataSync()]).toEqual([3, 2, 1, 3, 2, 1]);
    });
  });

  it("sends [1, 2, 3] back as [6, 5, 3], all of it to where it began, and nothing to a step that did not count", () => {
    tf.tidy(() => {
      const x = tf.tensor([[[1], [2], [3]], [[4], [-5], [6]]]); // prettier-ignore
      const start = tf.tensor([[0], [0]]);
      const upstream = tf.tensor([[[1], [2], [3]], [[4], [5], [6]]]); // prettier-ignore
      const value = () => applyLayer(normalLayer({ type: "conditionalSum" }), [x, start], [], context).value;
      const { grads } = tf.engine().gradients(() => tf.sum(tf.mul(value(), upstream)), [x, start]);
      // The second step of the second sample is below 0: 15, 0 and 6 in place of 15, 11 and 6.
      expect([...grads[0]!.dataSync()]).toEqual([6, 5, 3, 15, 0, 6]);
      expect([...grads[1]!.dataSync()]).toEqual([6, 15]);
    });
  });

  it("decides for each sample by itself", () => {
    tf.tidy(() => {
      // The second sample's sums are below 0, and large enough to have decided for both.
      const x = tf.tensor([
        [[1], [2]],
        [[-9], [-9]],
      ]);
      const { value } = applyLayer(normalLayer({ type: "conditionalSum" }), [x], [], context);
      expect([...value.dataSync()]).toEqual([1, 3, 0, 0]);
    });
  });
});

describe("gather", () => {
  it("adds up what comes back for a position that stands several times", () => {
    tf.tidy(() => {
      const [x, each] = [
        tf.tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        tf.tensor(
          [
            [2, 2],
            [0, 1],
          ],
          [2, 2],
          "int32",
        ),
      ];
      const layer = normalLayer({ type: "gather", axis: 1 });
      const upstream = tf.tensor([
        [10, 20],
        [30, 40],
      ]);
      const { value } = applyLayer(layer, [x, each], [], context);
      expect([...value.dataSync()]).toEqual([3, 3, 4, 5]);
      const total = () => tf.sum(tf.mul(applyLayer(layer, [x, each], [], context).value, upstream));
      const [gradient] = tf.engine().gradients(total, [x]).grads;
      expect([...gradient!.dataSync()]).toEqual([0, 0, 30, 30, 40, 0]);
    });
  });

  it("sends back to columns that are the same for all rows the product with the one-hot of their numbers", () => {
    tf.tidy(() => {
      const indices = [2, 0, 2];
      const x = tf.tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
      const upstream = tf.tensor2d([[10, 20, 30], [40, 50, 60]]); // prettier-ignore
      const value = () => applyLayer(normalLayer({ type: "gather", indices }), [x], [], context).value;
      expect([...value().dataSync()]).toEqual([3, 1, 3, 6, 4, 6]);
      const [gradient] = tf.engine().gradients(() => tf.sum(tf.mul(value(), upstream)), [x]).grads;
      const hot = tf.cast(tf.oneHot(tf.tensor1d(indices, "int32"), 3), "float32");
      expect([...gradient!.dataSync()]).toEqual([...tf.matMul<tf.Tensor>(upstream, hot).dataSync()]);
      expect([...gradient!.dataSync()]).toEqual([20, 0, 40, 50, 0, 100]);
    });
  });

  it("takes one position of each sample", () => {
    tf.tidy(() => {
      const [x, each] = [
        tf.tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        tf.tensor1d([1, 2], "int32"),
      ];
      const { value } = applyLayer(normalLayer({ type: "gather", axis: 1 }), [x, each], [], context);
      expect(value.shape).toEqual([2]);
      expect([...value.dataSync()]).toEqual([2, 6]);
    });
  });
});
