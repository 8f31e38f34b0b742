/* Layers that take out, compare or set values: what reads or steers other parts of a network. */
import type { Axis, LayerBase, PositiveInteger, Position } from "./layer-options";

/** One position along an axis, which is then gone, or a range of positions. */
export interface SliceLayer extends LayerBase {
  type: "slice";
  /** @default -1 */
  axis?: Axis;
  /** The one position that is kept; the axis is then gone. */
  at?: Position;
  /** The first position of a range; without it the first of all. (A node's `from` names what enters it.) */
  start?: Position;
  /** Where the range ends: the first position that is left out. Without it, after the last. */
  end?: Position;
}

/**
 * Values at positions along an axis. With `indices` the same ones for every sample: the axis becomes as long as they are
 * many. Without, each sample's own: a second input of integers, of shape `[n]` (the axis becomes n long) or `[]` (the axis is
 * gone). A position may stand several times.
 */
export interface GatherLayer extends LayerBase {
  type: "gather";
  /** @default -1 */
  axis?: Axis;
  /**
   * The same positions for every sample.
   * @minItems 1
   */
  indices?: Position[];
}

/** Passes values on and no gradient back: what stands before it does not learn from what stands behind it. */
export interface StopGradientLayer extends LayerBase {
  type: "stopGradient";
}

/** Probabilities along the last axis: exp(x) / Σ exp(x). */
export interface SoftmaxLayer extends LayerBase {
  type: "softmax";
}

/** The position of the largest value along an axis, which is then gone: an integer, the first one of several. No gradient. */
export interface ArgmaxLayer extends LayerBase {
  type: "argmax";
  /** @default -1 */
  axis?: Axis;
}

/**
 * 1 at one position of the last axis, 0 elsewhere. Of real numbers: at the largest. Of integers: at the id, along a new last
 * axis of `classes` positions. No gradient.
 */
export interface OneHotLayer extends LayerBase {
  type: "oneHot";
  /** How many ids there are, from 0; for integers, and only for them. */
  classes?: PositiveInteger;
}

/** The same value for every sample. What enters only says for how many samples. */
export interface ConstantLayer extends LayerBase {
  type: "constant";
  /** One number for all positions, or one for each, with the last axis running fastest. */
  value: number | number[];
  /** Of one sample. Without it `[]` for one number, and the length of the list for several. */
  shape?: PositiveInteger[];
  /** @default "float32" */
  dtype?: "float32" | "int32";
}

/** Layers that take out, compare or set values. */
export type SelectionLayer =
  SliceLayer | GatherLayer | StopGradientLayer | SoftmaxLayer | ArgmaxLayer | OneHotLayer | ConstantLayer;
