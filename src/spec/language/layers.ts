/*
 * The layers of the language, with the names and the options of tfjs-layers.
 *
 * These types are the one source of the language: `schemas/graph.schema.json` is generated from them, so a
 * doc comment here is what an editor shows on hover, and `@default` is what `normalise` fills in.
 */

import type { AugmentationLayer } from "./layers-augmentation";
import type { ConditionalLayer } from "./layers-conditional";
import type { Border2d, ImageBorderLayer } from "./layers-images";
import type { SelectionLayer } from "./layers-selection";
import type { ScalingLayer } from "./layers-scaling";
import type {
  Activation,
  AxisLength,
  Initializer,
  LayerBase,
  Padding,
  PositiveInteger,
  Share,
  Size2d,
} from "./layer-options";
import type {
  AveragePooling1dLayer,
  Conv1dLayer,
  GlobalAveragePooling1dLayer,
  GlobalMaxPooling1dLayer,
  GruLayer,
  LstmLayer,
  MaskingLayer,
  MaxPooling1dLayer,
  MultiHeadAttentionLayer,
  PositionEmbeddingLayer,
  SimpleRnnLayer,
} from "./layers-sequences";
import type { OwnLayer } from "./own";

export type * from "./layer-options";

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
  /**
   * The id 0 is padding: layers after it that keep the steps apart leave such steps out.
   * @default false
   */
  maskZero?: boolean;
}

/** An activation as a layer of its own. */
export interface ActivationLayer extends LayerBase {
  type: "activation";
  activation: Activation;
}

/**
 * The sum of its inputs. Shapes are matched from their last axis on, as in NumPy and Keras: lengths that differ must be 1
 * (`[8]` or `[1]` with `[4, 4, 8]`).
 */
export interface AddLayer extends LayerBase {
  type: "add";
}

/** The first of two inputs minus the second; shapes as for `add`. */
export interface SubtractLayer extends LayerBase {
  type: "subtract";
}

/** The product of its inputs, element by element; shapes as for `add`. */
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
  | SubtractLayer
  | MultiplyLayer
  | ConcatenateLayer
  | SelectionLayer
  | ScalingLayer
  | ConditionalLayer
  | AugmentationLayer
  | ImageBorderLayer
  | Conv1dLayer
  | MaxPooling1dLayer
  | AveragePooling1dLayer
  | GlobalMaxPooling1dLayer
  | SimpleRnnLayer
  | GruLayer
  | LstmLayer
  | MultiHeadAttentionLayer
  | MaskingLayer
  | PositionEmbeddingLayer;

/** The name of a kind of layer. */
export type LayerType = LayerSpec["type"];

/** The spec of one kind of layer. */
export type LayerOf<T extends LayerType> = Extract<LayerSpec, { type: T }>;

/** What an author writes as one number, or as several: the normal form has them all. */
type Spread<Option> = Size2d extends Option
  ? [Option] extends [Size2d]
    ? [first: number, second: number]
    : Option
  : Border2d extends Option
    ? Exclude<Option, number>
    : Option;

type Spreads<L> = { [K in keyof L]: Spread<L[K]> };

type Filled<L extends LayerSpec> = L extends LayerSpec ? Spreads<Omit<Required<L>, "name">> : never;

/** A layer with every default filled in, sizes as `[height, width]`, ranges as `[least, most]`, and without its name (that is in its node's path). */
export type NormalLayer = BuiltInLayer | OwnLayer;
type BuiltInLayer = Filled<LayerSpec>;

/** One kind of layer with every default filled in. */
export type NormalLayerOf<T extends LayerType> = Extract<BuiltInLayer, { type: T }>;
