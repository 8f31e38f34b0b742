/* Layers over sequences at the edges: no samples at all, and the same numbers whichever way gradients are worked out. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { isMessage } from "../../src/graph/message";
import { inferLayer } from "../../src/graph/layers";
import { applyLayer } from "../../src/layers";
import type { LayerSpec } from "../../src/spec/language";
import { normalLayer } from "../../src/spec/normalise/defaults";
import { drawValues } from "../gradients";

beforeAll(async () => {
  await useBackend();
});

const layers: LayerSpec[] = [
  { type: "conv1d", filters: 4, kernelSize: 2, groups: 2, padding: "same" },
  { type: "conv1d", filters: 4, kernelSize: 2, dilationRate: 2, padding: "causal" },
  { type: "maxPooling1d" },
  { type: "averagePooling1d", padding: "same" },
  { type: "globalMaxPooling1d" },
  { type: "globalAveragePooling1d" },
  { type: "simpleRNN", units: 3, activation: "softplus" },
  { type: "gru", units: 3, returnSequences: true },
  { type: "gru", units: 3, resetAfter: false },
  { type: "lstm", units: 3, direction: "both", returnSequences: true },
  { type: "multiHeadAttention", numHeads: 2, keyDim: 3, causal: true },
  { type: "positionEmbedding" },
];

/** Value and gradients of a layer over `rows` sequences of 5 steps and 4 channels. */
function run(spec: LayerSpec, rows: number) {
  const layer = normalLayer(spec);
  const outcome = inferLayer(layer, [{ path: "x", shape: [5, 4], dtype: "float32" }]);
  if (isMessage(outcome)) throw new Error(outcome.message);
  const x = tf.tensor(drawValues(rows * 20, "x").slice(), [rows, 5, 4]);
  const weights = outcome.weights.map(({ name, shape }) =>
    tf.tensor(
      drawValues(
        shape.reduce((size, length) => size * length, 1),
        name,
      ),
      [...shape],
    ),
  );
  const context = { training: true, random: () => randomStream(1, "none") };
  const { value, grads } = tf.engine().gradients(() => {
    const { value } = applyLayer(layer, [x], weights, context);
    return tf.keep(value);
  }, [x, ...weights]);
  return { value, grads, outcome, weights };
}

describe("a batch without samples", () => {
  it.each(layers.map((layer) => [layer.type, layer] as const))("of %s", (_, layer) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const { value, grads, outcome, weights } = run(layer, 0);
      expect(value.shape).toEqual([0, ...outcome.shape]);
      expect(grads[0]!.shape).toEqual([0, 5, 4]);
      weights.forEach((weight, i) => {
        expect(grads[i + 1]!.shape).toEqual(weight.shape);
        expect(grads[i + 1]!.dataSync().every((value) => value === 0)).toBe(true);
      });
      value.dispose();
      // And the next batch is none the worse for it.
      const after = run(layer, 2);
      expect(after.grads.every((gradient) => gradient.dataSync().every(Number.isFinite))).toBe(true);
      after.value.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
