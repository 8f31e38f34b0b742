import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomStream } from "../../src/backend/random";
import type { Variable } from "../../src/graph/ir";
import { isMessage } from "../../src/graph/message";
import { inferLayer } from "../../src/graph/layers";
import { applyLayer, initialValues, type LayerContext } from "../../src/layers";
import type { NormalLayer } from "../../src/spec/language";

/** Uniform in [-1, 1), the same in each run. */
export function drawValues(size: number, ...path: (string | number)[]): Float32Array {
  const stream = randomStream(5, ...path);
  return Float32Array.from({ length: size }, () => 2 * stream.next() - 1);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

interface Setting {
  readonly layer: NormalLayer;
  /** Shapes of the inputs, for one sample. */
  readonly shapes: readonly (readonly number[])[];
  readonly training: boolean;
}

/**
 * Checks what every layer promises, in one call: the shape that the graph computed, weights that start as the graph
 * declared them, gradients that agree with finite differences, a batch of one sample, and no tensor left behind.
 */
export function checkNode(setting: Setting): void {
  const before = tf.memory().numTensors;
  for (const batch of [3, 1]) tf.tidy(() => checkBatch(setting, batch));
  expect(tf.memory().numTensors, "tensors left behind").toBe(before);
}

function checkBatch({ layer, shapes, training }: Setting, batch: number): void {
  const integers = layer.type === "embedding";
  const dtype = integers ? "int32" : "float32";
  const outcome = inferLayer(
    layer,
    shapes.map((shape, i) => ({ path: `input${i}`, shape, dtype })),
  );
  if (isMessage(outcome)) throw new Error(JSON.stringify(outcome));
  const inputs = shapes.map((shape, i) => {
    const values = drawValues(batch * sizeOf(shape), "input", i);
    return integers
      ? tf.tensor(
          values.map((value) => Math.floor((value + 1) * 2)),
          [batch, ...shape],
          "int32",
        )
      : tf.tensor(values, [batch, ...shape]);
  });
  const weights = outcome.weights.map((weight) => {
    const variable: Variable = { ...weight, path: `node/${weight.name}`, fan: { in: 3, out: 4 } };
    // Away from 0 and 1, where a mistake in bias, gamma or beta would not show.
    const nudge = drawValues(sizeOf(weight.shape), weight.name).map((value) => 0.2 + 0.15 * value);
    return tf.add(
      tf.tensor(initialValues(variable, 1), [...weight.shape]),
      tf.tensor(nudge, [...weight.shape]),
    );
  });
  const context: LayerContext = { training, random: () => randomStream(2, "step") };
  const forward = (tensors: readonly tf.Tensor[]) => {
    const all = [
      ...(integers ? inputs : tensors.slice(0, inputs.length)),
      ...tensors.slice(integers ? 0 : inputs.length),
    ];
    return applyLayer(layer, all.slice(0, inputs.length), all.slice(inputs.length), context);
  };
  const first = forward([...(integers ? [] : inputs), ...weights]);
  expect(first.value.shape, "shape").toEqual([batch, ...outcome.shape]);
  expect(first.value.dtype, "dtype").toBe(outcome.dtype);
  expect([...first.value.dataSync()].every(Number.isFinite), "all values finite").toBe(true);
  first.updates?.forEach((update, i) => {
    expect(outcome.weights[i]!.trainable, `weight ${i} is updated, so it is not trainable`).toBe(false);
    expect(update.shape).toEqual(weights[i]!.shape);
  });
  const frozen = outcome.weights.flatMap(({ trainable }, i) => (trainable ? [] : [weights[i]!]));
  const learned = outcome.weights.flatMap(({ trainable }, i) => (trainable ? [weights[i]!] : []));
  const upstream = tf.tensor(drawValues(first.value.size, "upstream"), first.value.shape);
  checkGradient(
    (tensors) => {
      const { value } = forward([...tensors, ...frozen]);
      return tf.sum(tf.mul(value, upstream));
    },
    [...(integers ? [] : inputs), ...learned],
  );
}

/**
 * The gradient of a scalar function against the central difference (f(x + h v) - f(x - h v)) / 2h along random
 * directions v, for each argument by itself.
 *
 * In float32 the step has to be large (1e-2), so that functions with bends need arguments away from them; what is
 * asked is 1 % of |gradient| · |v|.
 */
export function checkGradient(
  f: (xs: readonly tf.Tensor[]) => tf.Scalar | tf.Tensor,
  xs: readonly tf.Tensor[],
): void {
  if (xs.length === 0) return;
  const { grads } = tf.engine().gradients(() => f(xs), [...xs]);
  const step = 1e-2;
  xs.forEach((x, i) => {
    const gradient = grads[i]!;
    expect(gradient.shape, `shape of gradient ${i}`).toEqual(x.shape);
    for (const turn of [0, 1]) {
      const direction = tf.tensor(drawValues(x.size, "direction", i, turn), x.shape);
      const at = (h: number) =>
        f(xs.map((other, j) => (j === i ? tf.add(x, tf.mul(direction, h)) : other))).dataSync()[0]!;
      const numeric = (at(step) - at(-step)) / (2 * step);
      const analytic = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
      const scale = Math.sqrt(
        tf.sum(tf.square(gradient)).dataSync()[0]! * tf.sum(tf.square(direction)).dataSync()[0]!,
      );
      const error = Math.abs(numeric - analytic);
      if (!(error <= 1e-2 * scale + 2e-3)) {
        expect.fail(`gradient ${i}: along a direction ${analytic}, by finite differences ${numeric}`);
      }
    }
  });
}
