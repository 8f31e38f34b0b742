/* Shapes, weights and FLOPs of every kind of layer, against Keras and TensorFlow's profiler. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fansOf } from "../../../src/graph/fans";
import { inferLayer, kinds } from "../../../src/graph/layers";
import type { Outcome } from "../../../src/graph/layers/kind";
import { sizeOf } from "../../../src/shape";
import { isMessage } from "../../../src/graph/message";
import type { NormalLayer } from "../../../src/spec/language";
import { normalLayer } from "../../../src/spec/normalise/defaults";

/** One entry of keras-shapes.json; keras-shapes.py beside it says what each means. */
interface KerasCase {
  readonly layer: NormalLayer;
  readonly inputs: readonly (readonly number[])[];
  readonly dtype: "float32" | "int32";
  readonly output: readonly number[];
  readonly weights: readonly { readonly shape: readonly number[]; readonly trainable: boolean }[];
  readonly fans: readonly (readonly [number, number])[];
  readonly parameters: number;
  readonly flops: number | null;
}

const path = join(__dirname, "../../fixtures/keras-shapes.json");
const cases = JSON.parse(readFileSync(path, "utf8")) as readonly KerasCase[];

function infer({ layer, inputs, dtype }: Pick<KerasCase, "layer" | "inputs" | "dtype">): Outcome {
  const outcome = inferLayer(
    normalLayer(layer),
    inputs.map((shape, i) => ({ path: `input-${i}`, shape, dtype })),
  );
  if (isMessage(outcome)) throw new Error(outcome.message);
  return outcome;
}

test("the fixture has every kind of layer", () => {
  expect(new Set(cases.map(({ layer }) => layer.type))).toEqual(new Set(Object.keys(kinds)));
});

const named = cases.map(
  (one, i) => [`${i} ${one.layer.type} over ${JSON.stringify(one.inputs)}`, one] as const,
);
const profiled = named.flatMap(([name, one]) =>
  one.flops === null ? [] : [[name, one, one.flops] as const],
);

test.each(named)("%s has Keras' output shape", (_, one) => {
  expect(infer(one).shape).toEqual(one.output);
});

test.each(named)("%s has Keras' weights in Keras' order, with Keras' fans", (_, one) => {
  const { weights } = infer(one);
  expect(weights.map(({ shape, trainable }) => ({ shape, trainable }))).toEqual(one.weights);
  expect(weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(one.parameters);
  const fans = weights.map(({ shape }) => fansOf(shape));
  expect(fans.map((fan) => [fan.in, fan.out])).toEqual(one.fans);
});

test.each(profiled)("%s has the FLOPs that TensorFlow's profiler counts", (_, one, flops) => {
  expect(infer(one).flops).toBe(flops);
});

/* Where the profiler knows no count: the formulas of the doc comments, by hand. */
describe("FLOPs that the profiler does not know", () => {
  const over = (layer: NormalLayer, shape: readonly number[]) =>
    infer({ layer, inputs: [shape], dtype: "float32" }).flops;
  const norm = { epsilon: 0.001, center: true, scale: true };

  test("batch normalisation: a factor and an offset for each value", () => {
    expect(over({ type: "batchNormalization", momentum: 0.99, ...norm }, [3, 4])).toBe(24);
  });

  test("layer normalisation: mean 1, variance 3, normalising 2, gamma and beta 1 each", () => {
    expect(over({ type: "layerNormalization", ...norm }, [3, 4])).toBe(12 * 8);
    expect(over({ type: "layerNormalization", ...norm, center: false }, [3, 4])).toBe(12 * 7);
  });

  test("the largest value of each channel: one for each input", () => {
    expect(over({ type: "globalMaxPooling2d" }, [5, 4, 3])).toBe(60);
  });

  test("an embedding: none, it looks up", () => {
    const layer = { type: "embedding", inputDim: 9, outputDim: 4, embeddingsInitializer: "zeros" } as const;
    expect(infer({ layer, inputs: [[3]], dtype: "int32" }).flops).toBe(0);
  });

  test("softmax: five for each value, other activations none", () => {
    expect(over({ type: "activation", activation: "softmax" }, [3, 4])).toBe(60);
    expect(over({ type: "activation", activation: "gelu" }, [3, 4])).toBe(0);
  });
});
