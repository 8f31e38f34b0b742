/* What every metric is: something counted of a head's labelled rows, and the number that the counts come to. */
import type { MetricName, NormalMetricOf } from "../spec/language";

/** What a head says of some samples, and what their labels say, a row for each. */
export interface LabelledRows {
  /** Logits or values, `[rows, width]`. */
  readonly values: Float32Array;
  /** Values of one row; a head that tells two classes apart may have a single logit. */
  readonly width: number;
  /**
   * Class numbers, `[rows]`; labels of several, `[rows, width]`: 1, 0 or -1 for one that is not known; or values, `[rows, width]`.
   * Of a row without a label they mean nothing.
   */
  readonly labels: Int32Array | Float32Array;
  /** 1 where the row has a label, `[rows]`. */
  readonly mask: ArrayLike<number>;
}

/** What heads predict: one of several classes, labels of which a sample may have several, or values. */
export type Predicted = "classes" | "labels" | "values";

/** What a metric must know of a head before it counts. */
export interface CountedHead {
  /** `undefined` for a head that predicts labels or values. */
  readonly classes: readonly string[] | undefined;
  /** Of a head over labels: their names, and the probability above which a sample has one. */
  readonly multiLabel?: { readonly names: readonly string[]; readonly threshold: number } | undefined;
}

/** Counts and sums: plain JSON, so that a checkpoint in the middle of an epoch can keep them. */
export interface MetricState {
  [name: string]: number | number[];
}

/** How people read a metric. */
export interface MetricLook {
  /** Whether more of it is better, or less. */
  readonly better: "up" | "down";
  /** What plots and progress call it. */
  readonly label: string;
  /** A share from 0 to 1, or any number. */
  readonly form: "share" | "number";
}

/**
 * A metric. Knows no TensorFlow: it counts from numbers on the host, over rows that have a label, and what it has counted
 * does not depend on how samples fall into batches.
 */
export interface Metric<
  T extends MetricName = MetricName,
  State extends MetricState = MetricState,
> extends MetricLook {
  /** The kind of target that a head must have. */
  readonly target: Predicted;
  /** Nothing counted yet. */
  start(head: CountedHead, options: NormalMetricOf<T>): State;
  /** Adds rows to what was counted. */
  update(state: State, rows: LabelledRows, options: NormalMetricOf<T>): void;
  /** What the counts of one head, or of several together, come to; `undefined` where no row had a label. */
  value(states: readonly State[]): number | undefined;
}
