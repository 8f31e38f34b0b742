import { EspalierError } from "../../errors";
import type { Activation, Initializer, LayerSpec, Padding, Size2d } from "../../spec/language";

/** A layer's config as Keras and tfjs write it, with snake_case keys. */
export type KerasConfig = Readonly<Record<string, unknown>>;

/** How a kind of Keras layer becomes one of ours. */
export interface Conversion {
  readonly convert: (config: KerasConfig) => LayerSpec;
  /** Names of its weights in our order. */
  readonly weights: (config: KerasConfig) => string[];
}

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: "linear",
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  selu: "selu",
  gelu: "gelu",
  sigmoid: "sigmoid",
  hard_sigmoid: "hardSigmoid",
  hardSigmoid: "hardSigmoid",
  tanh: "tanh",
  softplus: "softplus",
  softsign: "softsign",
  swish: "swish",
  silu: "swish",
  softmax: "softmax",
};

/** A foreign value in a message: its beginning. */
function briefly(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function activation(config: KerasConfig): Activation {
  const name = config["activation"] ?? "linear";
  const known = typeof name === "string" && Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (!known) throw new EspalierError(`the activation ${briefly(name)} is not one that Espalier has`);
  return known;
}

function padding(config: KerasConfig): Padding {
  const value = config["padding"] ?? "valid";
  if (value !== "valid" && value !== "same")
    throw new EspalierError(`the padding ${briefly(value)} is neither valid nor same`);
  return value;
}

function only(config: KerasConfig, key: string, allowed: readonly unknown[]): void {
  const value = config[key];
  if (
    value !== undefined &&
    value !== null &&
    !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))
  ) {
    throw new EspalierError(`${key} = ${briefly(value)} is not one that Espalier has`);
  }
}

const glorot: Initializer = "glorotUniform";
const bias = (config: KerasConfig): boolean => config["use_bias"] !== false;
const withBias = (names: string[], config: KerasConfig): string[] =>
  bias(config) ? [...names, "bias"] : names;
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
    }),
    weights: () => ["embeddings"],
  },
  Activation: {
    convert: (config) => ({ type: "activation", activation: activation(config) }),
    weights: none,
  },
  ReLU: simple({ type: "activation", activation: "relu" }),
  Softmax: simple({ type: "activation", activation: "softmax" }),
};
