import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomStream } from "../../src/backend/random";
import type { Variable } from "../../src/graph/ir";
import { isMessage } from "../../src/graph/message";
import { gradientSources, inferLayer } from "../../src/graph/layers";
import { applyLayer, initialValues, type LayerContext } from "../../src/layers";
import type { NormalLayer } from "../../src/spec/language";
import { checkGradient, drawValues } from "../gradients";

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
 * Checks a layer in one mode on inputs of given types: the shape that the graph computed, weights that start as the graph
 * declared them, gradients that agree with finite differences (and none where the layer says that it stops them), a batch
 * of one sample, one of none, and no tensor left behind.
 */
export function checkLayer(setting: Setting): void {
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
