import type { ByTag } from "./decider";
import type { Count, PositiveInteger, Share } from "./layers";
import type { OwnTurns, OwnWeighting } from "./own";
import type { ScheduledPositive } from "./scheduled";

/** Adam (Kingma and Ba 2015), with a clock for each variable. */
export interface AdamSpec {
  type: "adam";
  /** @default 0.001 */
  learningRate?: ScheduledPositive;
  /** @default 0.9 */
  beta1?: Share;
  /** @default 0.999 */
  beta2?: Share;
  /**
   * @default 1e-7
   * @exclusiveMinimum 0
   */
  epsilon?: number;
}

/** Stochastic gradient descent. */
export interface SgdSpec {
  type: "sgd";
  /** @default 0.01 */
  learningRate?: ScheduledPositive;
}

/** Gradient descent with momentum (Sutskever et al. 2013), as in Keras. */
export interface MomentumSpec {
  type: "momentum";
  /** @default 0.01 */
  learningRate?: ScheduledPositive;
  /** @default 0.9 */
  momentum?: Share;
  /** @default false */
  nesterov?: boolean;
}

/** An optimiser with options. Its bare name is the short form. */
export type OptimizerSpec = AdamSpec | SgdSpec | MomentumSpec;
export type OptimizerName = OptimizerSpec["type"];

/** Stop when a figure has not become better for a while. */
export interface EarlyStoppingSpec {
  /**
   * The figure: `loss` or a metric such as `accuracy`, of a head (`species/accuracy`) or of all, with `val/` before it for the validation samples.
   * A head's loss is what is minimised, by its reduction; `loss` is the sum of the heads' losses, each times its weight. `penalty`
   * is what was minimised beside it.
   * @default "val/loss"
   */
  monitor?: string;
  /**
   * How many epochs without a better figure.
   * @default 3
   */
  patience?: PositiveInteger;
  /**
   * The least change that counts as better.
   * @default 0
   * @minimum 0
   */
  minDelta?: number;
  /**
   * Put back the weights of the best epoch, also where training ran to its end.
   * @default true
   */
  restoreBest?: boolean;
}

/**
 * Who is next. `roundRobin`: in turn. `proportional`: drawn with probability n^alpha / sum n^alpha for n samples.
 * `blocks`: each turn's batches of the epoch together, the turns in random order. `random`: all batches of the epoch in
 * random order.
 */
export type ScheduleName = "roundRobin" | "proportional" | "blocks" | "random";

/**
 * Alternating branches: each step takes a batch of one turn only, and only that turn's branch and the shared
 * parts move. By a tag, each value is a turn. By `"heads"`, each head is a turn, with the samples that have a label for it.
 */
export interface AlternateSpec {
  /** @default "heads" */
  by?: "heads" | ByTag;
  /** @default "roundRobin" */
  schedule?: ScheduleName | OwnTurns;
  /**
   * The exponent of `proportional`: 1 by the number of samples, 0 all alike.
   * @default 1
   * @minimum 0
   */
  alpha?: number;
  /**
   * The share s of the loss that the other turns keep: (1 - s) · active + s · mean of the others, each on a batch of its own.
   * @default 0
   */
  inactiveShare?: Share;
}

/**
 * How the losses of several heads become the one that is minimised. `fixed`: their sum, each times its head's `weight`.
 * `uncertainty`: each by a noise of its own that is learned (Kendall et al. 2018), times its head's `weight`. Under every
 * weighting, `loss` in histories, progress and early stopping is the sum of the heads' losses, each times its `weight`.
 */
export type WeightingName = "fixed" | "uncertainty";

/** What large weights cost. */
export interface RegularizationSpec {
  /**
   * Factor of the sum of their absolute values: l1 · sum |w|.
   * @default 0
   * @minimum 0
   */
  l1?: number;
  /**
   * Factor of the sum of their squares: l2 · sum w², as in Keras. (The same as a weight decay of 2 · l2 in the gradient.)
   * @default 0
   * @minimum 0
   */
  l2?: number;
}

/**
 * Penalties for large weights, by patterns over the paths of weights: `{ "trunk/dense/kernel": { "l2": 1e-4 } }`. The patterns are those
 * of `train`, without `!`; where several match a weight, the last one counts alone, so that exceptions stand behind the rule.
 *
 * What is minimised is the weighting's total of the heads' losses plus all penalties. A step penalises only the weights that
 * take part in it: those that a loss of the step reaches. A branch without samples does not move, and costs nothing.
 * In histories and progress `loss` stays the sum of the heads' losses, and `penalty` is the mean of what the steps added to it.
 * @minProperties 1
 */
export interface RegularizationByPath {
  [pattern: string]: RegularizationSpec;
}

/** What a training may say. */
export interface TrainingOptions {
  /**
   * The optimiser, by name or with options.
   * @default "adam"
   */
  optimizer?: OptimizerName | OptimizerSpec;
  /**
   * Samples in one step.
   * @default 32
   */
  batchSize?: PositiveInteger;
  /**
   * How often each sample is seen (at most, with early stopping).
   * @default 10
   */
  epochs?: PositiveInteger;
  /**
   * The share of the samples that is kept for validation, drawn by the seed, the same for all phases.
   * @default 0
   */
  validationSplit?: Share;
  earlyStopping?: EarlyStoppingSpec;
  alternate?: AlternateSpec;
  /** @default "fixed" */
  weighting?: WeightingName | OwnWeighting;
  regularization?: RegularizationByPath;
}

/** What a part of a training may say otherwise than the whole. What it leaves out, it takes from the whole. */
export interface TrainingOverrides {
  /** The optimiser, by name or with options. It begins afresh. */
  optimizer?: OptimizerName | OptimizerSpec;
  /** Samples in one step. */
  batchSize?: PositiveInteger;
  /** How often each sample is seen (at most, with early stopping). */
  epochs?: PositiveInteger;
  earlyStopping?: EarlyStoppingSpec;
  alternate?: AlternateSpec;
  /** What it learns begins afresh. */
  weighting?: WeightingName | OwnWeighting;
  /** In place of all that the training says: nothing of both is put together. */
  regularization?: RegularizationByPath;
}

/** A part of the training: what it trains, and what it does otherwise than the whole. */
export interface PhaseSpec extends TrainingOverrides {
  /** What tables and figures call it. */
  name: string;
  /**
   * What is trained, as patterns over the paths of weights: `gate/**`, or `gate` for short. `*` stands for any letters of one
   * name, `?` for one letter, `**` for any number of names, `{a,b}` for either; `!` before a pattern takes away what those
   * before it chose. All else stands for itself.
   * @minItems 1
   */
  train: string[];
  /** The heads whose losses count. Without it, those that depend on what is trained. */
  heads?: string[];
}

/**
 * How a network is trained. Samples without a label for any head of a phase take no part in it: they are taken out before
 * batches are made, so that no loss is divided by them and no batch normalisation sees them. (In an alternation the same
 * holds for the heads of a turn.)
 */
export interface TrainingSpec extends TrainingOptions {
  /**
   * Where every random number comes from.
   * @default 1
   */
  seed?: Count;
  /**
   * One after another. Without them there is one phase, which trains everything.
   * @minItems 1
   */
  phases?: PhaseSpec[];
}
