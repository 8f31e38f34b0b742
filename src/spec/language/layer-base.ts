/* What the layers of the language have in common: numbers, sizes, axes, names. */

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

/** What every layer may say. */
export interface LayerBase {
  /** The layer's name in paths (`node/name/kernel`); without it the type, numbered where it repeats. */
  name?: string;
}
