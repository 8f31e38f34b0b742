/*
 * The layers of the language, with the names and the options of tfjs-layers.
 *
 * These types are the one source of the language: `schemas/graph.schema.json` is generated from them, so a
 * doc comment here is what an editor shows on hover, and `@default` is what `normalise` fills in.
 */

import type { OwnLayer } from "./own";

/**
 * A whole number of at least 1.
 * @asType integer
 * @minimum 1
 */
export type PositiveInteger = number;

/**
 * A whole number of at least 0.
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * A share: at least 0 and below 1.
 * @minimum 0
 * @exclusiveMaximum 1
 */
export type Share = number;

/**
 * The length of an axis, or -1: what the other axes leave.
 * @asType integer
 * @minimum -1
 */
export type AxisLength = number;

/** One size for both spatial axes, or `[height, width]`. */
export type Size2d = PositiveInteger | [PositiveInteger, PositiveInteger];

/** How the border of an image is treated: `valid` uses no padding, `same` keeps ceil(size / stride). */
export type Padding = "valid" | "same";

/** An element-wise function after a layer (`softmax` works on the last axis). */
export type Activation =
  | "linear"
  | "relu"
  | "relu6"
  | "elu"
  | "selu"
  | "gelu"
  | "sigmoid"
  | "hardSigmoid"
  | "tanh"
  | "softplus"
  | "softsign"
  | "swish"
  | "softmax";

/** How a weight starts, by the names that Keras uses. */
export type Initializer =
  | "zeros"
  | "ones"
  | "glorotUniform"
  | "glorotNormal"
  | "heUniform"
  | "heNormal"
  | "lecunUniform"
  | "lecunNormal"
  | "randomUniform"
  | "randomNormal";

/** What every layer may say. */
interface LayerBase {
  /** The layer's name in paths (`node/name/kernel`); without it the type, numbered where it repeats. */
  name?: string;
}

/** A fully connected layer on the last axis: activation(x · kernel + bias). */
export interface DenseLayer extends LayerBase {
  type: "dense";
  /** Width of the output. */
  units: PositiveInteger;
  /** @default "linear" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  kernelInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** A 2-D convolution over `[height, width, channels]`. */
export interface Conv2dLayer extends LayerBase {
  type: "conv2d";
  /** Number of output channels. */
  filters: PositiveInteger;
  kernelSize: Size2d;
  /** @default 1 */
  strides?: Size2d;
  /** @default "valid" */
  padding?: Padding;
  /** @default "linear" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  kernelInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** A 2-D convolution of each channel by itself. */
export interface DepthwiseConv2dLayer extends LayerBase {
  type: "depthwiseConv2d";
  kernelSize: Size2d;
  /** @default 1 */
  strides?: Size2d;
  /** @default "valid" */
  padding?: Padding;
  /**
   * Output channels for each input channel.
   * @default 1
   */
  depthMultiplier?: PositiveInteger;
  /** @default "linear" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  depthwiseInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** A depthwise convolution followed by a 1 x 1 convolution that mixes the channels. */
export interface SeparableConv2dLayer extends LayerBase {
  type: "separableConv2d";
  /** Number of output channels. */
  filters: PositiveInteger;
  kernelSize: Size2d;
  /** @default 1 */
  strides?: Size2d;
  /** @default "valid" */
  padding?: Padding;
  /** @default 1 */
  depthMultiplier?: PositiveInteger;
  /** @default "linear" */
  activation?: Activation;
  /** @default true */
  useBias?: boolean;
  /** @default "glorotUniform" */
  depthwiseInitializer?: Initializer;
  /** @default "glorotUniform" */
  pointwiseInitializer?: Initializer;
  /** @default "zeros" */
  biasInitializer?: Initializer;
}

/** The largest value of each window. */
export interface MaxPooling2dLayer extends LayerBase {
  type: "maxPooling2d";
  /** @default 2 */
  poolSize?: Size2d;
  /** Step of the window; without it the pool size. */
  strides?: Size2d;
  /** @default "valid" */
  padding?: Padding;
}

/** The mean of each window (padding does not count). */
export interface AveragePooling2dLayer extends LayerBase {
  type: "averagePooling2d";
  /** @default 2 */
  poolSize?: Size2d;
  /** Step of the window; without it the pool size. */
  strides?: Size2d;
  /** @default "valid" */
  padding?: Padding;
}

/** The mean of each channel over the steps of a sequence. */
export interface GlobalAveragePooling1dLayer extends LayerBase {
  type: "globalAveragePooling1d";
}

/** The mean of each channel over height and width. */
export interface GlobalAveragePooling2dLayer extends LayerBase {
  type: "globalAveragePooling2d";
}

/** The largest value of each channel over height and width. */
export interface GlobalMaxPooling2dLayer extends LayerBase {
  type: "globalMaxPooling2d";
}

/** All axes of a sample as one. */
export interface FlattenLayer extends LayerBase {
  type: "flatten";
}

/** The same values in another shape. */
export interface ReshapeLayer extends LayerBase {
  type: "reshape";
  /** The shape of one sample; one entry may be -1 and is then computed. */
  targetShape: AxisLength[];
}

/** While training, sets a random share of the values to 0 and scales the others by 1 / (1 - rate). */
export interface DropoutLayer extends LayerBase {
  type: "dropout";
  /** Share of the values that is dropped. */
  rate: Share;
}

/** Normalises each channel (last axis) over the batch; uses moving statistics at inference. */
export interface BatchNormalizationLayer extends LayerBase {
  type: "batchNormalization";
  /**
   * How much of the old moving statistics each step keeps.
   * @default 0.99
   * @minimum 0
   * @maximum 1
   */
  momentum?: number;
  /**
   * @default 0.001
   * @exclusiveMinimum 0
   */
  epsilon?: number;
  /**
   * Learn an offset (beta).
   * @default true
   */
  center?: boolean;
  /**
   * Learn a factor (gamma).
   * @default true
   */
  scale?: boolean;
}

/** Normalises each sample over its last axis. */
export interface LayerNormalizationLayer extends LayerBase {
  type: "layerNormalization";
  /**
   * @default 0.001
   * @exclusiveMinimum 0
   */
  epsilon?: number;
  /**
   * Learn an offset (beta).
   * @default true
   */
  center?: boolean;
  /**
   * Learn a factor (gamma).
   * @default true
   */
  scale?: boolean;
}

/** A learned vector for each integer id. Adds an axis: ids of shape `[n]` become `[n, outputDim]`. */
export interface EmbeddingLayer extends LayerBase {
  type: "embedding";
  /** Number of ids: they run from 0 to inputDim - 1. */
  inputDim: PositiveInteger;
  /** Length of each vector. */
  outputDim: PositiveInteger;
  /** @default "randomUniform" */
  embeddingsInitializer?: Initializer;
}

/** An activation as a layer of its own. */
export interface ActivationLayer extends LayerBase {
  type: "activation";
  activation: Activation;
}

/** The sum of its inputs, which have one shape. */
export interface AddLayer extends LayerBase {
  type: "add";
}

/** The product of its inputs, element by element; they have one shape. */
export interface MultiplyLayer extends LayerBase {
  type: "multiply";
}

/** Its inputs side by side along one axis. */
export interface ConcatenateLayer extends LayerBase {
  type: "concatenate";
  /**
   * The axis of a sample (the batch does not count; -1 is the last).
   * @default -1
   * @asType integer
   */
  axis?: number;
}

/** Every kind of layer, told apart by `type`. */
export type LayerSpec =
  | DenseLayer
  | Conv2dLayer
  | DepthwiseConv2dLayer
  | SeparableConv2dLayer
  | MaxPooling2dLayer
  | AveragePooling2dLayer
  | GlobalAveragePooling1dLayer
  | GlobalAveragePooling2dLayer
  | GlobalMaxPooling2dLayer
  | FlattenLayer
  | ReshapeLayer
  | DropoutLayer
  | BatchNormalizationLayer
  | LayerNormalizationLayer
  | EmbeddingLayer
  | ActivationLayer
  | AddLayer
  | MultiplyLayer
  | ConcatenateLayer;

/** The name of a kind of layer. */
export type LayerType = LayerSpec["type"];

/** The spec of one kind of layer. */
export type LayerOf<T extends LayerType> = Extract<LayerSpec, { type: T }>;

type Pairs<L> = { [K in keyof L]: Size2d extends L[K] ? [height: number, width: number] : L[K] };

type Filled<L extends LayerSpec> = L extends LayerSpec ? Pairs<Omit<Required<L>, "name">> : never;

/** A layer with every default filled in, sizes as `[height, width]`, and without its name (that is in its node's path). */
export type NormalLayer = BuiltInLayer | OwnLayer;
type BuiltInLayer = Filled<LayerSpec>;

/** One kind of layer with every default filled in. */
export type NormalLayerOf<T extends LayerType> = Extract<BuiltInLayer, { type: T }>;
