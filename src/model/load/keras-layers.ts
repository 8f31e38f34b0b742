import type { Activation, Initializer, LayerSpec, Padding, Padding1d, Size2d } from "../../spec/language";
import { activation, bias, only, padding, withBias, type Conversion, type KerasConfig } from "./keras-config";
import { IMAGES } from "./keras-images";
import { RECURRENT, bidirectional } from "./keras-recurrent";

const glorot: Initializer = "glorotUniform";
const strides = (config: KerasConfig): Size2d => (config["strides"] ?? 1) as Size2d;
const none = (): string[] => [];
/** A layer whose options say nothing, where they stand as they are without being said. */
const simple = (
  layer: LayerSpec,
  options: Readonly<Record<string, readonly unknown[]>> = {},
): Conversion => ({
  convert: (config) => {
    for (const [key, allowed] of Object.entries(options)) only(config, key, allowed);
    return layer;
  },
  weights: none,
});

const overAll = { keepdims: [false], data_format: ["channels_last", "channelsLast"] };

function convolutional(config: KerasConfig): {
  kernelSize: Size2d;
  strides: Size2d;
  padding: Padding;
  activation: Activation;
  useBias: boolean;
  biasInitializer: Initializer;
} {
  only(config, "data_format", ["channels_last", "channelsLast"]);
  only(config, "dilation_rate", [1, [1, 1]]);
  only(config, "groups", [1]);
  return {
    kernelSize: config["kernel_size"] as Size2d,
    strides: strides(config),
    padding: padding(config),
    activation: activation(config),
    useBias: bias(config),
    biasInitializer: "zeros",
  };
}

const one = (value: unknown): number => (Array.isArray(value) ? value[0] : value) as number;

const conv1d: Conversion = {
  convert: (config) => {
    only(config, "data_format", ["channels_last", "channelsLast"]);
    only(config, "padding", ["valid", "same", "causal"]);
    return {
      type: "conv1d",
      filters: config["filters"] as number,
      kernelSize: one(config["kernel_size"]),
      strides: one(config["strides"] ?? 1),
      padding: (config["padding"] ?? "valid") as Padding1d,
      dilationRate: one(config["dilation_rate"] ?? 1),
      groups: (config["groups"] ?? 1) as number,
      activation: activation(config),
      useBias: bias(config),
    };
  },
  weights: (config) => withBias(["kernel"], config),
};

const pooling1d = (type: "maxPooling1d" | "averagePooling1d"): Conversion => ({
  convert: (config) => {
    only(config, "data_format", ["channels_last", "channelsLast"]);
    const poolSize = one(config["pool_size"] ?? 2);
    return { type, poolSize, strides: one(config["strides"] ?? poolSize), padding: padding(config) };
  },
  weights: none,
});

const pooling = (type: "maxPooling2d" | "averagePooling2d"): Conversion => ({
  convert: (config) => {
    only(config, "data_format", ["channels_last", "channelsLast"]);
    const poolSize = (config["pool_size"] ?? 2) as Size2d;
    return { type, poolSize, strides: (config["strides"] ?? poolSize) as Size2d, padding: padding(config) };
  },
  weights: none,
});

const scaled = (config: KerasConfig): string[] => [
  ...(config["scale"] === false ? [] : ["gamma"]),
  ...(config["center"] === false ? [] : ["beta"]),
];

/** Keras keeps the axes of the batch beside: `[[1, 2]]`; one number stands for all positions. */
function single(statistics: unknown): number | number[] {
  const flat = Array.isArray(statistics) ? (statistics.flat(Infinity) as number[]) : (statistics as number);
  return Array.isArray(flat) && flat.length === 1 ? flat[0]! : flat;
}

const attention: Conversion = {
  convert(config) {
    only(config, "output_shape", []);
    only(config, "attention_axes", [[1], 1]);
    only(config, "use_gate", [false]);
    only(config, "sliding_window", []);
    const keyDim = config["key_dim"] as number;
    return {
      type: "multiHeadAttention",
      numHeads: config["num_heads"] as number,
      keyDim,
      valueDim: (config["value_dim"] ?? keyDim) as number,
      dropout: (config["dropout"] ?? 0) as number,
      causal: config["use_causal_mask"] === true,
      useBias: bias(config),
    };
  },
  weights: (config) =>
    ["query", "key", "value", "attention_output"].flatMap((part) =>
      withBias(["kernel"], config).map((name) => `${part}*/${name}`),
    ),
};

/** By Keras' class name. */
export const KERAS_LAYERS: Readonly<Record<string, Conversion>> = {
  ...RECURRENT,
  ...IMAGES,
  Bidirectional: bidirectional,
  Conv1D: conv1d,
  MaxPooling1D: pooling1d("maxPooling1d"),
  AveragePooling1D: pooling1d("averagePooling1d"),
  GlobalAveragePooling1D: simple({ type: "globalAveragePooling1d" }, overAll),
  GlobalMaxPooling1D: simple({ type: "globalMaxPooling1d" }, overAll),
  Dense: {
    convert: (config) => ({
      type: "dense",
      units: config["units"] as number,
      activation: activation(config),
      useBias: bias(config),
      kernelInitializer: glorot,
      biasInitializer: "zeros",
    }),
    weights: (config) => withBias(["kernel"], config),
  },
  Conv2D: {
    convert: (config) => ({
      type: "conv2d",
      filters: config["filters"] as number,
      ...convolutional(config),
      kernelInitializer: glorot,
    }),
    weights: (config) => withBias(["kernel"], config),
  },
  DepthwiseConv2D: {
    convert: (config) => ({
      type: "depthwiseConv2d",
      depthMultiplier: (config["depth_multiplier"] ?? 1) as number,
      ...convolutional(config),
      depthwiseInitializer: glorot,
    }),
    // Keras 3 calls it as any other kernel.
    weights: (config) => withBias(["depthwise_kernel|kernel"], config),
  },
  SeparableConv2D: {
    convert: (config) => ({
      type: "separableConv2d",
      filters: config["filters"] as number,
      depthMultiplier: (config["depth_multiplier"] ?? 1) as number,
      ...convolutional(config),
      depthwiseInitializer: glorot,
      pointwiseInitializer: glorot,
    }),
    weights: (config) => withBias(["depthwise_kernel", "pointwise_kernel"], config),
  },
  MaxPooling2D: pooling("maxPooling2d"),
  AveragePooling2D: pooling("averagePooling2d"),
  GlobalAveragePooling2D: simple({ type: "globalAveragePooling2d" }, overAll),
  GlobalMaxPooling2D: simple({ type: "globalMaxPooling2d" }, overAll),
  Flatten: simple({ type: "flatten" }),
  Reshape: {
    convert: (config) => ({ type: "reshape", targetShape: config["target_shape"] as number[] }),
    weights: none,
  },
  Dropout: { convert: (config) => ({ type: "dropout", rate: config["rate"] as number }), weights: none },
  BatchNormalization: {
    convert: (config) => ({
      type: "batchNormalization",
      momentum: (config["momentum"] ?? 0.99) as number,
      epsilon: (config["epsilon"] ?? 0.001) as number,
      center: config["center"] !== false,
      scale: config["scale"] !== false,
    }),
    weights: (config) => [...scaled(config), "moving_mean", "moving_variance"],
  },
  LayerNormalization: {
    convert: (config) => ({
      type: "layerNormalization",
      epsilon: (config["epsilon"] ?? 0.001) as number,
      center: config["center"] !== false,
      scale: config["scale"] !== false,
    }),
    weights: scaled,
  },
  Embedding: {
    convert: (config) => ({
      type: "embedding",
      inputDim: config["input_dim"] as number,
      outputDim: config["output_dim"] as number,
      embeddingsInitializer: "randomUniform",
      maskZero: config["mask_zero"] === true,
    }),
    weights: () => ["embeddings"],
  },
  Masking: {
    convert: (config) => ({ type: "masking", maskValue: (config["mask_value"] ?? 0) as number }),
    weights: none,
  },
  Activation: {
    convert: (config) => ({ type: "activation", activation: activation(config) }),
    weights: none,
  },
  ReLU: {
    convert: (config) => {
      only(config, "max_value", [6]);
      only(config, "negative_slope", [0]);
      only(config, "threshold", [0]);
      return { type: "activation", activation: config["max_value"] === 6 ? "relu6" : "relu" };
    },
    weights: none,
  },
  ELU: simple({ type: "activation", activation: "elu" }, { alpha: [1] }),
  Softmax: simple({ type: "activation", activation: "softmax" }, { axis: [-1] }),
  MultiHeadAttention: attention,
  Rescaling: {
    convert: (config) => ({
      type: "rescaling",
      scale: config["scale"] as number,
      offset: (config["offset"] ?? 0) as number,
    }),
    weights: none,
  },
  Normalization: {
    convert(config, values) {
      only(config, "axis", [-1, [-1], []]);
      const adapted = config["mean"] === null || config["mean"] === undefined;
      const of = (key: "mean" | "variance") => single(adapted ? values(key) : config[key]);
      return {
        type: "normalization",
        mean: of("mean"),
        variance: of("variance"),
        invert: config["invert"] === true,
      };
    },
    weights: none,
  },
  GaussianNoise: {
    convert: (config) => ({ type: "gaussianNoise", stddev: config["stddev"] as number }),
    weights: none,
  },
};
