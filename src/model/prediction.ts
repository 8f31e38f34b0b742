/*
 * What a network says of samples: plain arrays on the host, always in the samples' order.
 */

/** What one head says. */
export interface HeadPrediction {
  /** The head's short name (`species`, `breed/cat`). */
  readonly name: string;
  readonly target: string;
  /** The classes that it tells apart; `undefined` for values. */
  readonly classes: readonly string[] | undefined;
  /** Numbers for each sample: of classes, or of values. */
  readonly width: number;
  /** `size * width`: probabilities (or values); NaN in the rows of samples for which it did not run. */
  readonly values: Float32Array;
}

/** Where each sample went at one route. */
export interface RoutePrediction {
  readonly name: string;
  /** Keys of the branches. */
  readonly branches: readonly string[];
  /** Sample -> number of its first branch; -1 where the gate said nothing (its output is not a number). */
  readonly taken: Int32Array;
  /** `size * branches`: 1 for every branch that counts for the sample. */
  readonly selected: Uint8Array;
  /** `size * choices`: the probabilities of the gate that decides; `undefined` where none does. */
  readonly gate: Float32Array | undefined;
}

/**
 * The answer over all classes of a target. Its numbers are the network's: of data that numbers its classes in another order,
 * `bindData(model.graph, data).labels` are the labels to compare with.
 */
export interface AnswerPrediction {
  /** The name of the node that answers: a route, or a head over its whole target. */
  readonly name: string;
  readonly target: string;
  readonly classes: readonly string[];
  /** Sample -> number of its class; -1 where there is no answer. */
  readonly labels: Int32Array;
  /** `size * classes`. */
  readonly probabilities: Float32Array;
}

export interface Prediction {
  readonly size: number;
  /** By the head's short name. */
  readonly heads: Readonly<Record<string, HeadPrediction>>;
  /** By the route's name. */
  readonly routes: Readonly<Record<string, RoutePrediction>>;
  /** By the node's name. */
  readonly answers: Readonly<Record<string, AnswerPrediction>>;
}

export interface PredictOptions {
  /**
   * Who routes: the gate (default), or the samples' labels (oracle routing; samples without a label follow the gate).
   * Tags always route by themselves.
   */
  readonly routing?: "gate" | "labels";
  /** `chosen` (default) runs a branch on its samples only; `all` runs each on every sample and selects afterwards. */
  readonly branches?: "chosen" | "all";
  /** Samples at a time; 256 without it. */
  readonly batchSize?: number;
}
