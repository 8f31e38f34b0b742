import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkNode } from "../../src";
import { useBackend } from "../../src/backend";
import type { LayerSpec, NormalLayer } from "../../src/spec/language";
import { normalLayer } from "../../src/spec/normalise/defaults";
import { language } from "../kinds";
import { checkLayer } from "./check-layer";

const promises = [
  "shape",
  "FLOPs",
  "determinism",
  "batch of one",
  "rows apart",
  "gradients",
  "backends",
  "saved and opened",
  "nested, empty, trained",
];

beforeAll(async () => {
  await useBackend();
});

const dense = {
  activation: "tanh",
  useBias: true,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
} as const;
const depthwise = {
  strides: [1, 1] as [number, number],
  padding: "same",
  depthMultiplier: 2,
  activation: "sigmoid",
  useBias: true,
  depthwiseInitializer: "heNormal",
  biasInitializer: "ones",
} as const;
const batch = {
  type: "batchNormalization",
  momentum: 0.9,
  epsilon: 0.01,
  center: true,
  scale: true,
} as const;
const image = [6, 5, 2];
const recurrent = {
  activation: "tanh",
  useBias: true,
  returnSequences: false,
  direction: "forward",
  kernelInitializer: "glorotUniform",
  recurrentInitializer: "orthogonal",
  biasInitializer: "zeros",
} as const;
const gates = { ...recurrent, recurrentActivation: "sigmoid" } as const;
const attention = {
  dropout: 0,
  causal: false,
  useBias: true,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
} as const;
const slide = { strides: 1, padding: "causal", dilationRate: 2, groups: 2 } as const;

/** A layer, shapes of its inputs, whether it trains, data types of its inputs where they are not real numbers. */
type Setting = [NormalLayer, (readonly number[])[], boolean?, ("float32" | "int32")[]?];

/** With defaults filled in. */
const filled = (layer: LayerSpec): NormalLayer => normalLayer(layer);

const settings: Setting[] = [
  [{ type: "dense", units: 4, ...dense }, [[5]]],
  [{ type: "dense", units: 2, ...dense, useBias: false }, [[3, 4]]],
  [{ type: "conv2d", filters: 3, kernelSize: [3, 2], strides: [2, 2], padding: "same", ...dense }, [image]],
  [{ type: "conv2d", filters: 3, kernelSize: [3, 3], strides: [1, 2], padding: "valid", ...dense }, [image]],
  [{ type: "depthwiseConv2d", kernelSize: [3, 3], ...depthwise }, [image]],
  [
    {
      type: "separableConv2d",
      filters: 3,
      kernelSize: [3, 3],
      pointwiseInitializer: "lecunNormal",
      ...depthwise,
    },
    [image],
  ],
  [{ type: "averagePooling2d", poolSize: [3, 3], strides: [2, 2], padding: "same" }, [image]],
  [{ type: "globalAveragePooling2d" }, [image]],
  [{ type: "globalAveragePooling1d" }, [[4, 3]]],
  // The draws are such that no step moves a maximum to another place.
  [{ type: "maxPooling2d", poolSize: [2, 2], strides: [2, 2], padding: "valid" }, [[2, 4, 1]]],
  [{ type: "globalMaxPooling2d" }, [[3, 2, 1]]],
  [{ type: "conv1d", filters: 4, kernelSize: 2, ...slide, ...dense }, [[5, 2]]],
  [{ type: "maxPooling1d", poolSize: 2, strides: 2, padding: "valid" }, [[4, 2]]],
  [{ type: "averagePooling1d", poolSize: 3, strides: 1, padding: "same" }, [[4, 2]]],
  [{ type: "globalMaxPooling1d" }, [[3, 2]]],
  [{ type: "simpleRNN", units: 3, ...recurrent }, [[4, 2]]],
  [{ type: "simpleRNN", units: 3, ...recurrent, activation: "softplus", direction: "backward" }, [[4, 2]]],
  [{ type: "gru", units: 3, ...gates, resetAfter: true, returnSequences: true }, [[4, 2]]],
  [{ type: "gru", units: 3, ...gates, resetAfter: false, direction: "both" }, [[3, 2]]],
  [{ type: "lstm", units: 3, ...gates, unitForgetBias: true }, [[4, 2]]],
  [
    { type: "lstm", units: 2, ...gates, unitForgetBias: false, direction: "both", returnSequences: true },
    [[3, 2]],
  ],
  [{ type: "multiHeadAttention", numHeads: 2, keyDim: 3, valueDim: 2, ...attention, causal: true }, [[3, 4]]],
  [
    { type: "multiHeadAttention", numHeads: 2, keyDim: 2, valueDim: 3, ...attention, dropout: 0.5 },
    [
      [2, 4],
      [3, 3],
      [3, 2],
    ],
    true,
  ],
  [{ type: "positionEmbedding", form: "learned", embeddingsInitializer: "glorotUniform" }, [[3, 2]]],
  [{ type: "flatten" }, [image]],
  [{ type: "reshape", targetShape: [-1, 4] }, [[2, 3, 2]]],
  [{ type: "dropout", rate: 0.5 }, [[8]], true],
  [{ type: "dropout", rate: 0.5 }, [[8]], false],
  [batch, [[4]], true],
  [{ ...batch, scale: false }, [image], true],
  [batch, [[4]], false],
  [{ ...batch, center: false }, [image], false],
  [{ type: "layerNormalization", epsilon: 0.01, center: true, scale: true }, [[3, 5]], true],
  [
    {
      type: "embedding",
      inputDim: 4,
      outputDim: 3,
      embeddingsInitializer: "randomUniform",
      maskZero: false,
    },
    [[6]],
  ],
  [{ type: "masking", maskValue: 0 }, [[3, 2]]],
  [{ type: "activation", activation: "gelu" }, [[5]]],
  [{ type: "activation", activation: "softmax" }, [[2, 5]]],
  [{ type: "add" }, [[4], [4], [4]]],
  [{ type: "multiply" }, [[4], [4]]],
  [
    { type: "concatenate", axis: 0 },
    [
      [2, 3],
      [1, 3],
    ],
  ],
  [{ type: "add" }, [[2, 3, 4], [4]]],
  [{ type: "add" }, [[4], [2, 3, 4], [3, 1]]],
  [{ type: "subtract" }, [[4], [4]]],
  [{ type: "subtract" }, [[1], [2, 3, 4]]],
  [{ type: "multiply" }, [[2, 3, 4], [4]]],
  [{ type: "multiply" }, [[2, 1], [], [1, 3]]],
  [filled({ type: "slice", at: 1 }), [[3]]],
  [filled({ type: "slice", axis: 1, at: -1 }), [[4, 2, 3]]],
  [filled({ type: "slice", axis: 2, start: 1, end: -1 }), [[2, 4, 3]]],
  [filled({ type: "slice", axis: -1, start: -2 }), [[2, 3]], false, ["int32"]],
  [filled({ type: "gather", axis: 1, indices: [2, 0, -1, 2] }), [[3, 2]]],
  [filled({ type: "gather", axis: 2, indices: [1] }), [[2, 3, 2]]],
  [filled({ type: "gather", axis: 1 }), [[4, 2], [5]], false, ["float32", "int32"]],
  [filled({ type: "gather" }), [[2, 4], [3]], false, ["float32", "int32"]],
  [filled({ type: "gather", axis: 1 }), [[4], []], false, ["int32", "int32"]],
  [{ type: "stopGradient" }, [[2, 3]]],
  [{ type: "stopGradient" }, [[3]], false, ["int32"]],
  [{ type: "softmax" }, [[2, 4]]],
  [{ type: "argmax", axis: 1 }, [[4, 3]]],
  [{ type: "argmax", axis: -1 }, [[5]]],
  [filled({ type: "oneHot" }), [[2, 4]]],
  [filled({ type: "oneHot", classes: 4 }), [[3]], false, ["int32"]],
  [filled({ type: "oneHot", classes: 4 }), [[]], false, ["int32"]],
  [filled({ type: "constant", value: 0.5 }), [[3]]],
  [filled({ type: "constant", value: [1, -2, 3, 4], shape: [2, 2], dtype: "int32" }), [[3]]],
  [{ type: "rescaling", scale: 0.5, offset: -1 }, [[2, 3]]],
  [{ type: "rescaling", scale: 2, offset: 0 }, [[3]], false, ["int32"]],
  [filled({ type: "normalization", mean: [0.5, -1, 2], variance: [4, 0.25, 0] }), [[2, 3]]],
  [filled({ type: "normalization", mean: 0.5, variance: 4, invert: true }), [[]]],
  // The draws are such that no step carries a value over the threshold, or a sum over 0.
  [filled({ type: "thresholdedAverage", threshold: -0.54 }), [[5, 2]]],
  [filled({ type: "thresholdedAverage", axis: 2, threshold: 2 }), [[2, 3]]],
  [filled({ type: "thresholdedAverage", threshold: 0.1, learn: true, sharpness: 4 }), [[5, 2]]],
  [filled({ type: "thresholdedAverage", axis: -1, learn: true, sharpness: 2 }), [[2, 6]]],
  [filled({ type: "conditionalSum" }), [[6, 2]]],
  [filled({ type: "conditionalSum", otherwise: "reset" }), [[6, 2]]],
  [
    filled({ type: "conditionalSum" }),
    [
      [4, 2, 2],
      [2, 2],
    ],
  ],
  [filled({ type: "conditionalSum", otherwise: "reset" }), [[1, 3], [3]]],
  [filled({ type: "conditionalSum", otherwise: "reset" }), [[5], []]],
  [filled({ type: "randomFlip" }), [image], true],
  [filled({ type: "randomFlip", mode: "vertical" }), [image], false],
  [filled({ type: "randomTranslation", heightFactor: 0.4, widthFactor: [0, 0.9] }), [image], true],
  [filled({ type: "randomRotation", factor: 0.3, fillMode: "constant", fillValue: 2 }), [image], true],
  [filled({ type: "randomRotation", factor: 0.3, interpolation: "nearest" }), [image], false],
  [filled({ type: "randomZoom", heightFactor: [-0.5, 0.5], fillMode: "wrap" }), [image], true],
  [filled({ type: "randomZoom", heightFactor: 0.2, widthFactor: 0.4, fillMode: "nearest" }), [image], true],
  [filled({ type: "randomContrast", factor: 0.5 }), [image], true],
  [filled({ type: "randomContrast", factor: 0.5, valueRange: [-9, 9] }), [image], true],
  [filled({ type: "randomBrightness", factor: 0.3, valueRange: [-4, 4] }), [image], true],
  [filled({ type: "randomBrightness", factor: 0.3 }), [image], false],
  [{ type: "gaussianNoise", stddev: 0.5 }, [[2, 3]], true],
  [{ type: "gaussianNoise", stddev: 0.5 }, [[2, 3]], false],
  [{ type: "spatialDropout2d", rate: 0.5 }, [image], true],
  [{ type: "spatialDropout2d", rate: 0.5 }, [image], false],
  [filled({ type: "zeroPadding2d" }), [image]],
  [
    filled({
      type: "zeroPadding2d",
      padding: [
        [0, 2],
        [1, 0],
      ],
    }),
    [image],
  ],
  [filled({ type: "cropping2d", cropping: 2 }), [image]],
  [
    filled({
      type: "cropping2d",
      cropping: [
        [0, 3],
        [1, 0],
      ],
    }),
    [image],
  ],
  [filled({ type: "upSampling2d" }), [image]],
  [filled({ type: "upSampling2d", size: [3, 1] }), [image]],
];

const named = settings.map(([layer, shapes, training = false, dtypes]) => ({
  name: `${layer.type} of ${shapes.map((shape) => `[${String(shape)}]`).join(", ")}${training ? ", training" : ""}`,
  layer,
  shapes,
  training,
  dtypes,
}));

describe("shapes, gradients, batches of one and of none, no leak", () => {
  it.each(named)("$name", (setting) => checkLayer(setting));
});

describe("checkNode: every kind of layer keeps what it promises", () => {
  // It asks in both modes.
  it.each(named.filter(({ training }) => !training))("$name", async ({ layer, shapes, dtypes }) => {
    const own = layer.type === "embedding" ? "int32" : "float32";
    const before = tf.memory().numTensors;
    const checked = await checkNode(
      layer,
      shapes.map((shape, i) => ({ shape, dtype: dtypes?.[i] ?? own })),
    );
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
    expect(checked.kept, String(checked)).toBe(true);
    expect(checked.rows.map(({ promise }) => promise)).toEqual(promises);
  });

  it("covers every kind of layer", () => {
    expect(new Set(settings.map(([{ type }]) => type))).toEqual(language.layers);
  });
});
