import type { Activation, Initializer, LayerSpec, Padding, Padding1d, Size2d } from "../../spec/language";
import { activation, bias, only, padding, withBias, type Conversion, type KerasConfig } from "./keras-config";
import { RECURRENT, bidirectional } from "./keras-recurrent";

const glorot: Initializer = "glorotUniform";
const strides = (config: KerasConfig): Size2d => (config["strides"] ?? 1) as Size2d;
const none = (): string[] => [];
const simple = (layer: LayerSpec): Conversion => ({ convert: () => layer, weights: none });

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

/** By Keras' class name. */
export const KERAS_LAYERS: Readonly<Record<string, Conversion>> = {
  ...RECURRENT,
  Bidirectional: bidirectional,
  Conv1D: conv1d,
  MaxPooling1D: pooling1d("maxPooling1d"),
  AveragePooling1D: pooling1d("averagePooling1d"),
  GlobalAveragePooling1D: simple({ type: "globalAveragePooling1d" }),
  GlobalMaxPooling1D: simple({ type: "globalMaxPooling1d" }),
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
    weights: (config) => withBias(["depthwise_kernel"], config),
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
  GlobalAveragePooling2D: simple({ type: "globalAveragePooling2d" }),
  GlobalMaxPooling2D: simple({ type: "globalMaxPooling2d" }),
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
  ReLU: simple({ type: "activation", activation: "relu" }),
  Softmax: simple({ type: "activation", activation: "softmax" }),
};
