/*
 * What a network says of samples: plain arrays on the host, always in the samples' order.
 */

/** What one head says. */
export interface HeadPrediction {
  /** The head's short name (`species`, `breed/cat`). */
  readonly name: string;
  readonly target: string;
  /** The classes that it tells apart; `undefined` for labels and values. */
  readonly classes: readonly string[] | undefined;
  /** Numbers for each sample: of classes, of labels, or of values. */
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

/** What a head over labels says: of each sample those of its labels, several or none. */
export interface LabelsPrediction {
  /** The head's short name. */
  readonly name: string;
  readonly target: string;
  /** The names of all labels, in the order of their numbers. */
  readonly labels: readonly string[];
  /** A sample has the labels whose probability is above it. */
  readonly threshold: number;
  /** Sample -> the names of its labels, the likeliest first; none where the head did not run. */
  readonly samples: readonly (readonly string[])[];
  /** `size * labels`: 1 where the sample has the label. */
  readonly chosen: Uint8Array;
  /** `size * labels`: each label's own, which need not sum to 1; NaN in the rows of samples for which the head did not run. */
  readonly probabilities: Float32Array;
}

/** A class that a sample may be, or a label that it may have. */
export interface Candidate {
  /** Its name. */
  readonly class: string;
  /** Its number among the classes of the answer. */
  readonly label: number;
  /**
   * The product of what the gates say on the way and the last head says of the class: p(group) · p(class | group), through every
   * level. Where nobody says how likely branches are (a tag, a mask, early exit), those that are selected count alike. Of a class
   * that several branches answer for their sum. Of a label its own.
   */
  readonly probability: number;
  /** The keys of the branches on the way, the outermost first; of several ways the likeliest. None for a head's own answer. */
  readonly route: readonly string[];
}

/** The likeliest classes of every sample by one answer, whatever its routes select; or the likeliest labels by one head. */
export interface CandidatesPrediction {
  /** The name of the node that answers: a route, a head over its whole target, or a head over labels. */
  readonly name: string;
  readonly target: string;
  readonly classes: readonly string[];
  /** Sample -> its candidates, the likeliest first; none where a gate says nothing. */
  readonly samples: readonly (readonly Candidate[])[];
}

/** Which candidates are listed. */
export interface CandidateOptions {
  /** At most so many for a sample; 3 without it. */
  readonly top?: number;
  /**
   * The probability that a candidate has at least, from 0 to 1; 0 without it. A branch runs only for the samples for which the
   * way to it is as likely.
   */
  readonly atLeast?: number;
}

export interface Prediction {
  readonly size: number;
  /** By the head's short name. */
  readonly heads: Readonly<Record<string, HeadPrediction>>;
  /** By the route's name. */
  readonly routes: Readonly<Record<string, RoutePrediction>>;
  /** By the node's name. */
  readonly answers: Readonly<Record<string, AnswerPrediction>>;
  /** By the short name of the head: those over labels. */
  readonly labels: Readonly<Record<string, LabelsPrediction>>;
  /** By the name of the node that answers, outside of branches; there where it was asked for. */
  readonly candidates?: Readonly<Record<string, CandidatesPrediction>>;
}

export interface PredictOptions {
  /**
   * Who routes: the gate (default), or the samples' labels (oracle routing; samples without a label follow the gate).
   * A list of names of routes: the labels at these, the gates at all others. Tags always route by themselves.
   */
  readonly routing?: "gate" | "labels" | readonly string[];
  /** `chosen` (default) runs a branch on its samples only; `all` runs each on every sample and selects afterwards. */
  readonly branches?: "chosen" | "all";
  /** Samples at a time; 256 without it. */
  readonly batchSize?: number;
  /** Of heads over labels: a sample has those whose probability is above it. Without it each head's own. */
  readonly threshold?: number;
  /**
   * Lists the likeliest classes of every branch that is likely enough, beside what the routes select: for a sample whose gate
   * is unsure, candidates from each side. Here the gates route, whoever does so otherwise. Of heads over labels, the likeliest
   * labels, whatever the threshold.
   */
  readonly candidates?: CandidateOptions;
}
