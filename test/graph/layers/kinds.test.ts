/* Shapes, weights and FLOPs of every kind of layer, against Keras and TensorFlow's profiler. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fansOf } from "../../../src/graph/fans";
import { inferLayer, kinds } from "../../../src/graph/layers";
import type { Outcome } from "../../../src/graph/layers/kind";
import type { DataType } from "../../../src/graph/ir";
import { sizeOf } from "../../../src/shape";
import { isMessage } from "../../../src/graph/message";
import type { NormalLayer } from "../../../src/spec/language";
import { normalLayer } from "../../../src/spec/normalise/defaults";
import { tensorflow } from "../../fixtures/tensorflow-layers";

/** One entry of keras-shapes.json; keras-shapes.py beside it says what each means. */
interface KerasCase {
  readonly layer: NormalLayer;
  readonly inputs: readonly (readonly number[])[];
  /** Of all inputs, or of each. */
  readonly dtype: DataType | readonly DataType[];
  readonly output: readonly number[];
  readonly weights: readonly { readonly shape: readonly number[]; readonly trainable: boolean }[];
  readonly fans: readonly (readonly [number, number])[];
  readonly parameters: number;
  readonly flops: number | null;
}

const path = join(__dirname, "../../fixtures/keras-shapes.json");
const cases: readonly KerasCase[] = [
  ...(JSON.parse(readFileSync(path, "utf8")) as readonly KerasCase[]),
  ...tensorflow.layers.map(({ layer, inputs, value, weights, fans, flops }) => ({
    layer,
    inputs: inputs.map(({ shape }) => shape.slice(1)),
    dtype: inputs.map(({ dtype = "float32" }) => dtype),
    output: value.shape.slice(1),
    weights: weights.map(({ shape }) => ({ shape, trainable: true })),
    fans,
    parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    flops,
  })),
];

function infer({ layer, inputs, dtype }: Pick<KerasCase, "layer" | "inputs" | "dtype">): Outcome {
  const outcome = inferLayer(
    normalLayer(layer),
    inputs.map((shape, i) => ({
      path: `input-${i}`,
      shape,
      dtype: typeof dtype === "string" ? dtype : dtype[i]!,
    })),
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
  const kernels = { kernelInitializer: "glorotUniform", biasInitializer: "zeros" } as const;
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
    const table = { inputDim: 9, outputDim: 4, embeddingsInitializer: "zeros", maskZero: true } as const;
    const layer = { type: "embedding", ...table } as const;
    expect(infer({ layer, inputs: [[3]], dtype: "int32" }).flops).toBe(0);
  });

  test("scaling: two for each value", () => {
    expect(over({ type: "rescaling", scale: 2, offset: 0 }, [3, 4])).toBe(24);
    expect(over({ type: "normalization", mean: 0, variance: 1, invert: false }, [3, 4])).toBe(24);
  });

  test("a thresholded average: four for each value (nine where it learns), one for each result", () => {
    const average = {
      type: "thresholdedAverage",
      axis: 1,
      threshold: 0,
      surrogate: "sigmoid",
      sharpness: 10,
    } as const;
    expect(over({ ...average, learn: false }, [5, 2])).toBe(42);
    expect(over({ ...average, learn: true }, [5, 2])).toBe(92);
  });

  test("a conditional sum: three for each value", () => {
    expect(over({ type: "conditionalSum", when: "positive", otherwise: "keep" }, [5, 2])).toBe(30);
  });

  test("one-hot: a comparison for each value but the first", () => {
    expect(
      infer({ layer: { type: "oneHot" } as NormalLayer, inputs: [[3, 4]], dtype: "float32" }).flops,
    ).toBe(9);
  });

  test("a convolution over time: two for each weight that an output sees, whatever the dilation", () => {
    const conv = { type: "conv1d", filters: 6, kernelSize: 3, padding: "valid", ...kernels } as const;
    const options = { strides: 1, activation: "relu", useBias: true } as const;
    expect(over({ ...conv, ...options, dilationRate: 2, groups: 1 }, [9, 4])).toBe(5 * 6 * (2 * 3 * 4 + 1));
    expect(over({ ...conv, ...options, dilationRate: 1, groups: 2 }, [9, 4])).toBe(7 * 6 * (2 * 3 * 2 + 1));
  });

  test("recurrent layers: both products and their sum, the bias, and the arithmetic of the state at each step", () => {
    const each = { units: 5, ...kernels, recurrentInitializer: "orthogonal", returnSequences: true } as const;
    const simple = { ...each, activation: "tanh", direction: "forward" } as const;
    const one = { ...simple, recurrentActivation: "sigmoid" } as const;
    expect(over({ type: "simpleRNN", ...simple, useBias: true }, [6, 3])).toBe(6 * (2 * 8 * 5 + 5 + 5));
    const gru = { type: "gru", ...one, useBias: true } as const;
    expect(over({ ...gru, resetAfter: true }, [6, 3])).toBe(6 * (2 * 8 * 15 + 15 + 30 + 20));
    expect(over({ ...gru, resetAfter: false }, [6, 3])).toBe(6 * (2 * 8 * 15 + 15 + 15 + 20));
    const lstm = { type: "lstm", ...one, useBias: false, unitForgetBias: true } as const;
    expect(over(lstm, [6, 3])).toBe(6 * (2 * 8 * 20 + 20 + 20));
    expect(over({ ...lstm, direction: "both" }, [6, 3])).toBe(2 * 6 * (2 * 8 * 20 + 20 + 20));
    expect(over({ ...lstm, activation: "softmax" }, [6, 3])).toBe(6 * (2 * 8 * 20 + 20 + 20 + 50));
  });

  test("attention: four projections, and each step of the query by each key", () => {
    const layer = { type: "multiHeadAttention", numHeads: 2, keyDim: 3, valueDim: 4, dropout: 0 } as const;
    const flops = over({ ...layer, causal: false, useBias: true, ...kernels }, [6, 5]);
    const projections = 2 * (6 * 6 * 11) + 6 * 8 * 11 + 6 * 5 * 17;
    expect(flops).toBe(projections + 2 * 36 * (6 + 5 + 8) + 36);
  });

  test("a position: one for each value", () => {
    const layer = { type: "positionEmbedding", form: "learned", embeddingsInitializer: "zeros" } as const;
    expect(over(layer, [6, 5])).toBe(30);
  });

  test("softmax: five for each value, other activations none", () => {
    expect(over({ type: "activation", activation: "softmax" }, [3, 4])).toBe(60);
    expect(over({ type: "activation", activation: "gelu" }, [3, 4])).toBe(0);
  });
});
