/* What the options of layers are made of. */

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

/**
 * An axis, counted as in Keras: 0 is the batch, 1 the first axis of a sample, -1 the last.
 * @asType integer
 */
export type Axis = number;

/**
 * A position along an axis, from 0; negative ones count from the end (-1 is the last).
 * @asType integer
 */
export type Position = number;

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
  | "randomNormal"
  | "orthogonal";

/** What every layer may say. */
export interface LayerBase {
  /** The layer's name in paths (`node/name/kernel`); without it the type, numbered where it repeats. */
  name?: string;
}
