import type { Share } from "./layers";
import type { OwnLoss } from "./own";

/** How much of a label goes to all classes alike: 0 none, towards 1 all. */
export type Smoothing = Share;

/** -log p of the label's class, p by softmax. */
export interface CategoricalCrossentropySpec {
  type: "categoricalCrossentropy";
  /**
   * Label smoothing (Szegedy et al. 2016): with s and K classes, the label's class counts 1 - s + s/K and each other s/K.
   * @default 0
   */
  labelSmoothing?: Smoothing;
}

/**
 * -log p of the label of two, p by sigmoid of one logit: that of the second class. Over labels: of each by its own logit, and the
 * mean over the known ones of a sample.
 */
export interface BinaryCrossentropySpec {
  type: "binaryCrossentropy";
  /**
   * Label smoothing: with s, a label of 1 counts as 1 - s/2 and one of 0 as s/2.
   * @default 0
   */
  labelSmoothing?: Smoothing;
}

/**
 * Focal loss over classes (Lin et al. 2017): -alpha · (1 - p)^gamma · log p of the label's class, p by softmax. Samples that are
 * answered well count less. As Keras' `CategoricalFocalCrossentropy`.
 */
export interface FocalSpec {
  type: "focal";
  /**
   * 0: cross-entropy times alpha.
   * @default 2
   * @minimum 0
   */
  gamma?: number;
  /**
   * Factor of the loss.
   * @default 0.25
   * @minimum 0
   */
  alpha?: number;
}

/**
 * Focal loss of one logit (Lin et al. 2017): (1 - p)^gamma · binary cross-entropy, p of the label by sigmoid. As Keras'
 * `BinaryFocalCrossentropy`.
 */
export interface BinaryFocalSpec {
  type: "binaryFocal";
  /**
   * 0: binary cross-entropy.
   * @default 2
   * @minimum 0
   */
  gamma?: number;
  /**
   * Factor of the loss where the label is 1, and 1 - alpha where it is 0. `none`: 1 for both.
   * @default "none"
   */
  alpha?: number | "none";
}

/** max(0, 1 - y · z) for one logit z and y = 1 or -1. Its logits are no log-odds: probabilities made of them are not calibrated. */
export interface HingeSpec {
  type: "hinge";
}

/**
 * max(0, 1 + largest - own): the logit of the label's class is to be larger by 1 than that of every other, and than 0, which
 * is a rival in Keras' `CategoricalHinge` too. Its logits are no log-odds: probabilities made of them are not calibrated.
 */
export interface CategoricalHingeSpec {
  type: "categoricalHinge";
}

/** The mean of (value - label)² over the values of a sample. */
export interface MeanSquaredErrorSpec {
  type: "meanSquaredError";
}

/** The mean of |value - label| over the values of a sample. */
export interface MeanAbsoluteErrorLossSpec {
  type: "meanAbsoluteError";
}

/** d² / 2 for a difference d of at most delta, delta · (|d| - delta / 2) beyond (Huber 1964): the mean over the values of a sample. */
export interface HuberSpec {
  type: "huber";
  /**
   * Where the parabola becomes a line.
   * @default 1
   * @exclusiveMinimum 0
   */
  delta?: number;
}

/** log cosh(value - label): like d² / 2 near 0, like |d| - log 2 far from it; the mean over the values of a sample. */
export interface LogCoshSpec {
  type: "logCosh";
}

/** What a head minimises, with options. Its bare name is the short form. */
export type LossSpec =
  | CategoricalCrossentropySpec
  | BinaryCrossentropySpec
  | FocalSpec
  | BinaryFocalSpec
  | HingeSpec
  | CategoricalHingeSpec
  | MeanSquaredErrorSpec
  | MeanAbsoluteErrorLossSpec
  | HuberSpec
  | LogCoshSpec;
export type Loss = LossSpec["type"];

/** A loss with every default filled in. */
export type NormalLoss = BuiltInLoss | OwnLoss;
type BuiltInLoss = Required<LossSpec>;
/** One kind of loss with every default filled in; of a loss that may be any, any. */
export type NormalLossOf<L extends Loss> = Loss extends L ? NormalLoss : Extract<BuiltInLoss, { type: L }>;
