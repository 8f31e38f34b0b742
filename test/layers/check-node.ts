import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomStream } from "../../src/backend/random";
import type { Variable } from "../../src/graph/ir";
import { isMessage } from "../../src/graph/message";
import { gradientSources, inferLayer } from "../../src/graph/layers";
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
  /** Of the inputs; integers are drawn from 0 to 3. Without it integers for an embedding, real numbers for all else. */
  readonly dtypes?: readonly ("float32" | "int32")[] | undefined;
}

/**
 * Checks what every layer promises, in one call: the shape that the graph computed, weights that start as the graph
 * declared them, gradients that agree with finite differences (and none where the layer says that it stops them), a batch
 * of one sample, one of none, and no tensor left behind.
 */
export function checkNode(setting: Setting): void {
  const before = tf.memory().numTensors;
  for (const batch of [3, 1, 0]) tf.tidy(() => checkBatch(setting, batch));
  expect(tf.memory().numTensors, "tensors left behind").toBe(before);
}

function checkBatch({ layer, shapes, training, dtypes }: Setting, batch: number): void {
  const dtypeOf = (i: number) => dtypes?.[i] ?? (layer.type === "embedding" ? "int32" : "float32");
  const outcome = inferLayer(
    layer,
    shapes.map((shape, i) => ({ path: `input${i}`, shape, dtype: dtypeOf(i) })),
  );
  if (isMessage(outcome)) throw new Error(JSON.stringify(outcome));
  const inputs = shapes.map((shape, i) => {
    const values = drawValues(batch * sizeOf(shape), "input", i);
    const whole = values.map((value) => Math.floor((value + 1) * 2));
    return tf.tensor(dtypeOf(i) === "int32" ? whole : values, [batch, ...shape], dtypeOf(i));
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
  const forward = (inputs: readonly tf.Tensor[], weights: readonly tf.Tensor[]) =>
    applyLayer(layer, inputs, weights, context);
  const first = forward(inputs, weights);
  expect(first.value.shape, "shape").toEqual([batch, ...outcome.shape]);
  expect(first.value.dtype, "dtype").toBe(outcome.dtype);
  expect([...first.value.dataSync()].every(Number.isFinite), "all values finite").toBe(true);
  // Moving statistics of no samples are nobody's: a layer without rows does not run.
  if (batch === 0) return;
  first.updates?.forEach((update, i) => {
    expect(outcome.weights[i]!.trainable, `weight ${i} is updated, so it is not trainable`).toBe(false);
    expect(update.shape).toEqual(weights[i]!.shape);
  });
  const real = inputs.map((_, i) => i).filter((i) => dtypeOf(i) === "float32");
  const trained = weights.map((_, i) => i).filter((i) => outcome.weights[i]!.trainable);
  const names = gradientSources(
    layer,
    inputs.map((_, i) => String(i)),
  );
  const upstream = tf.tensor(drawValues(first.value.size, "upstream"), first.value.shape);
  checkGradient(
    (tensors) => {
      const own = inputs.map((input, i) => (real.includes(i) ? tensors[real.indexOf(i)]! : input));
      const ownWeights = weights.map((weight, i) =>
        trained.includes(i) ? tensors[real.length + trained.indexOf(i)]! : weight,
      );
      return tf.sum(tf.mul(forward(own, ownWeights).value, upstream));
    },
    [...real.map((i) => inputs[i]!), ...trained.map((i) => weights[i]!)],
    [...real.map((i) => names.includes(String(i))), ...trained.map(() => true)],
  );
}

/**
 * The gradient of a scalar function against the central difference (f(x + h v) - f(x - h v)) / 2h along random
 * directions v, for each argument by itself.
 *
 * In float32 the step has to be large (1e-2), so that functions with bends need arguments away from them; what is
 * asked is 1 % of |gradient| · |v|.
 *
 * @param passes false for an argument that must get no gradient at all
 */
export function checkGradient(
  f: (xs: readonly tf.Tensor[]) => tf.Scalar | tf.Tensor,
  xs: readonly tf.Tensor[],
  passes: readonly boolean[] = xs.map(() => true),
): void {
  if (xs.length === 0) return;
  const { grads } = tf.engine().gradients(() => f(xs), [...xs], undefined, true);
  const step = 1e-2;
  xs.forEach((x, i) => {
    const gradient = (grads as (tf.Tensor | undefined)[])[i];
    if (!passes[i]) {
      expect(gradient, `no gradient ${i}`).toBeUndefined();
      return;
    }
    if (!gradient) expect.fail(`gradient ${i} is missing`);
    expect(gradient.shape, `shape of gradient ${i}`).toEqual(x.shape);
    for (const turn of [0, 1]) {
      const direction = tf.tensor(drawValues(x.size, "direction", i, turn), x.shape);
      const at = (h: number) =>
        f(xs.map((other, j) => (j === i ? tf.add(x, tf.mul(direction, h)) : other))).dataSync()[0]!;
      const numeric = (at(step) - at(-step)) / (2 * step);
      const analytic: number = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
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
