import type { PositiveInteger } from "./layers";
import type { OwnMetric } from "./own";

/** The share of the labelled samples whose likeliest class is that of their label. */
export interface AccuracySpec {
  type: "accuracy";
}

/**
 * The share of the labelled samples whose label is among the k likeliest classes. Classes that are as likely as the label do
 * not count against it.
 */
export interface TopKAccuracySpec {
  type: "topKAccuracy";
  /** @default 5 */
  k?: PositiveInteger;
}

/** The mean of |value - label| over the values of the labelled samples. */
export interface MeanAbsoluteErrorSpec {
  type: "meanAbsoluteError";
}

/**
 * Macro F1: the mean over the head's classes of 2 correct / (labelled + answered), without classes that have neither labelled
 * samples nor answers.
 */
export interface F1Spec {
  type: "f1";
}

/** Over labels: the share of the known labels of all samples that are told as they are, present or absent. */
export interface LabelAccuracySpec {
  type: "labelAccuracy";
}

/** Over labels: the share of the known labels of all samples that are told wrongly: 1 - `labelAccuracy`. */
export interface HammingLossSpec {
  type: "hammingLoss";
}

/** Over labels: the share of the samples of which every known label is told as it is (subset accuracy). */
export interface ExactMatchSpec {
  type: "exactMatch";
}

/**
 * Over labels: 2 hits / (present + told) over all known labels of all samples together, so that a common label counts more than
 * a rare one.
 */
export interface MicroF1Spec {
  type: "microF1";
}

/**
 * Over labels: the mean over the labels of 2 hits / (present + told) among the samples of which the label is known, without labels
 * that no sample has and no answer tells.
 */
export interface MacroF1Spec {
  type: "macroF1";
}

/**
 * Expected calibration error (Guo et al. 2017): over bins of equal width of the largest probability, the mean gap between that
 * and the share of answers that are right, each bin by its labelled samples. By softmax of the logits, as the loss.
 */
export interface ExpectedCalibrationErrorSpec {
  type: "expectedCalibrationError";
  /** @default 15 */
  bins?: PositiveInteger;
}

/**
 * The mean over the labelled samples of the sum over the classes of (p - 1 for the label's class, p - 0 for the others)² (Brier 1950):
 * 0 to 2. Of two classes it is twice what scikit-learn says of a binary target.
 */
export interface BrierScoreSpec {
  type: "brierScore";
}

/** The mean of -log p of the label's class, natural logarithm, over the labelled samples: whatever the loss of the head. */
export interface LogLossSpec {
  type: "logLoss";
}

/** What is counted of a head beside its loss, with options. Its bare name is the short form. */
export type MetricSpec =
  | AccuracySpec
  | TopKAccuracySpec
  | MeanAbsoluteErrorSpec
  | F1Spec
  | LabelAccuracySpec
  | HammingLossSpec
  | ExactMatchSpec
  | MicroF1Spec
  | MacroF1Spec
  | ExpectedCalibrationErrorSpec
  | BrierScoreSpec
  | LogLossSpec;
export type MetricName = MetricSpec["type"];

/** A metric with every default filled in. */
export type NormalMetric = BuiltInMetric | OwnMetric;
type BuiltInMetric = Required<MetricSpec>;
/** One kind of metric with every default filled in; of a metric that may be any, any. */
export type NormalMetricOf<T extends MetricName> = MetricName extends T
  ? NormalMetric
  : Extract<BuiltInMetric, { type: T }>;
