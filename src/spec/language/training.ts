import type { ByTag } from "./decider";
import type { Count, PositiveInteger, Share } from "./layers";
import type { OptimizerName, OptimizerSpec, OwnOptimizer } from "./optimizers";
import type { OwnOptimizerName, OwnTurns, OwnTurnsName, OwnWeighting, OwnWeightingName } from "./own";
import type { WeightingName, WeightingSpec } from "./weightings";

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
 * Lower all learning rates where a figure has not become better for a while, as Keras' ReduceLROnPlateau does. Rates that
 * change by themselves are lowered by the same factor.
 */
export interface ReduceOnPlateauSpec {
  /**
   * The figure, as for `earlyStopping`.
   * @default "val/loss"
   */
  monitor?: string;
  /**
   * What the rates are multiplied by, each time.
   * @default 0.1
   * @exclusiveMinimum 0
   * @exclusiveMaximum 1
   */
  factor?: number;
  /**
   * How many epochs without a better figure.
   * @default 10
   */
  patience?: PositiveInteger;
  /**
   * The least change that counts as better.
   * @default 0.0001
   * @minimum 0
   */
  minDelta?: number;
  /**
   * How many epochs after each time are not counted.
   * @default 0
   */
  cooldown?: Count;
  /**
   * No rate is brought below this.
   * @default 0
   * @minimum 0
   */
  minRate?: number;
}

/**
 * A running mean of the weights over the steps of a phase (Polyak and Juditsky 1992), as Keras' `use_ema`: in each step that
 * moves a variable, mean <- decay · mean + (1 - decay) · value. The means stand in place of the weights for validation and early
 * stopping, and in the model at the end of the phase.
 */
export interface AverageSpec {
  /** @default 0.999 */
  decay?: Share;
}

/** One batch of each turn after another. */
export interface RoundRobinTurns {
  type: "roundRobin";
}

/** Drawn, with probability n^alpha / sum n^alpha for n samples. */
export interface ProportionalTurns {
  type: "proportional";
  /**
   * 1 by the number of samples, 0 all alike.
   * @default 1
   * @minimum 0
   */
  alpha?: number;
}

/** Each turn's batches of the epoch together, the turns in random order. */
export interface BlockTurns {
  type: "blocks";
}

/** All batches of the epoch in random order. */
export interface RandomTurns {
  type: "random";
}

/**
 * Drawn, more often where the loss is larger (prioritised as in Schaul et al. 2016): with probability
 * (1 - explore) · L^power / sum L^power + explore / turns, L the turn's loss in the last epoch that has one, else the largest known.
 */
export interface LossTurns {
  type: "byLoss";
  /**
   * 1 in proportion to the losses, 0 all alike.
   * @default 1
   * @minimum 0
   */
  power?: number;
  /**
   * The share of the draws that falls to all turns alike, so that none is forgotten.
   * @default 0.1
   */
  explore?: Share;
}

/** Who is next, with options. Its bare name is the short form. */
export type ScheduleSpec = RoundRobinTurns | ProportionalTurns | BlockTurns | RandomTurns | LossTurns;
/** A schedule of turns by its name. */
export type ScheduleName = ScheduleSpec["type"];

/** A schedule of turns with all of its options. */
export type NormalSchedule = Required<ScheduleSpec> | OwnTurns;

/**
 * Alternating branches: each step takes a batch of one turn only, and only that turn's branch and the shared
 * parts move. By a tag, each value is a turn. By `"heads"`, each head is a turn, with the samples that have a label for it.
 */
export interface AlternateSpec {
  /** @default "heads" */
  by?: "heads" | ByTag;
  /**
   * Who is next, by name or with options.
   * @default "roundRobin"
   */
  schedule?: ScheduleName | ScheduleSpec | OwnTurnsName | OwnTurns;
  /**
   * The `alpha` of `"proportional"`, where its name stands alone.
   * @default 1
   * @minimum 0
   */
  alpha?: number;
  /**
   * The share s of the loss that the other turns keep: (1 - s) · active + s · mean of the others, each on a batch of its own.
   * @default 0
   */
  inactiveShare?: Share;
  /**
   * Whether a batch's loss counts by its samples' share of all samples over its turn's share of the steps, so that the expected
   * gradient is that of all samples together, whoever is drawn how often.
   * @default false
   */
  importanceWeights?: boolean;
}

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
  optimizer?: OptimizerName | OptimizerSpec | OwnOptimizerName | OwnOptimizer;
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
  reduceOnPlateau?: ReduceOnPlateauSpec;
  average?: AverageSpec;
  alternate?: AlternateSpec;
  /**
   * How the losses of several heads become one, by name or with options.
   * @default "fixed"
   */
  weighting?: WeightingName | WeightingSpec | OwnWeightingName | OwnWeighting;
  regularization?: RegularizationByPath;
}

/** What a part of a training may say otherwise than the whole. What it leaves out, it takes from the whole. */
export interface TrainingOverrides {
  /** The optimiser, by name or with options. It begins afresh. */
  optimizer?: OptimizerName | OptimizerSpec | OwnOptimizerName | OwnOptimizer;
  /** Samples in one step. */
  batchSize?: PositiveInteger;
  /** How often each sample is seen (at most, with early stopping). */
  epochs?: PositiveInteger;
  earlyStopping?: EarlyStoppingSpec;
  /** It begins afresh. */
  reduceOnPlateau?: ReduceOnPlateauSpec;
  /** It begins afresh. */
  average?: AverageSpec;
  alternate?: AlternateSpec;
  /** How the losses of several heads become one, by name or with options. What it learns begins afresh. */
  weighting?: WeightingName | WeightingSpec | OwnWeightingName | OwnWeighting;
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
   * What is trained, where there are no phases: patterns over the paths of weights, as in a phase. Without it, everything.
   * @minItems 1
   */
  train?: string[];
  /**
   * One after another. Without them there is one phase, which trains everything (or what `train` says).
   * @minItems 1
   */
  phases?: PhaseSpec[];
}
