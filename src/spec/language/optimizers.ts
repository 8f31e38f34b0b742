import type { Share } from "./layers";
import type { OwnOptimizerName } from "./own";
import type { Positive, ScheduledPositive } from "./scheduled";

/** What every optimiser may do with the gradient of a variable before it uses it. */
export interface Clipping {
  /** Every number of a gradient is brought between -`clipValue` and `clipValue`. */
  clipValue?: Positive;
  /** The gradient of a variable is scaled down to this norm where it is longer. After `clipValue`. */
  clipNorm?: Positive;
}

/** What an optimiser says once for all variables. `Settings` are its own options. */
export interface OptimizerBase<Settings> {
  /**
   * The gradients of all variables that received one in the step are scaled down together, to this common norm, where they
   * are longer. After the others.
   */
  globalClipNorm?: Positive;
  /**
   * Other options for the variables whose paths match a pattern, as in `train`: `"by": { "gate/**": { "learningRate": 1e-4 } }`.
   * What is not said there stays as it is outside. Where several patterns match, the later counts, option by option.
   */
  by?: { [pattern: string]: Settings };
}

/** What Adam may be told of all variables, or of some. */
export interface AdamSettings extends Clipping {
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
  /** Divide by the largest mean of squares so far (Reddi et al. 2018). Without it, by the mean itself. */
  amsgrad?: boolean;
}

/** Adam (Kingma and Ba 2015), with a clock for each variable. */
export interface AdamSpec extends AdamSettings, OptimizerBase<AdamSettings> {
  type: "adam";
}

/** What AdamW may be told of all variables, or of some. */
export interface AdamWSettings extends AdamSettings {
  /**
   * In each step a variable that received a gradient becomes smaller by this share of it, times the learning rate. As in
   * Keras that is so of biases too, unless `by` says 0 for them.
   * @default 0.004
   * @minimum 0
   */
  weightDecay?: number;
}

/** Adam with weight decay beside the gradient (Loshchilov and Hutter 2019). */
export interface AdamWSpec extends AdamWSettings, OptimizerBase<AdamWSettings> {
  type: "adamW";
}

/** What gradient descent may be told of all variables, or of some. */
export interface SgdSettings extends Clipping {
  /** @default 0.01 */
  learningRate?: ScheduledPositive;
}

/** Stochastic gradient descent. */
export interface SgdSpec extends SgdSettings, OptimizerBase<SgdSettings> {
  type: "sgd";
}

/** What gradient descent with momentum may be told of all variables, or of some. */
export interface MomentumSettings extends Clipping {
  /** @default 0.01 */
  learningRate?: ScheduledPositive;
  /** @default 0.9 */
  momentum?: Share;
  /** @default false */
  nesterov?: boolean;
}

/** Gradient descent with momentum (Sutskever et al. 2013), as in Keras. */
export interface MomentumSpec extends MomentumSettings, OptimizerBase<MomentumSettings> {
  type: "momentum";
}

/** What RMSProp may be told of all variables, or of some. */
export interface RmspropSettings extends Clipping {
  /** @default 0.001 */
  learningRate?: ScheduledPositive;
  /**
   * How much of the mean of squares stays in each step.
   * @default 0.9
   */
  rho?: Share;
  /** @default 0 */
  momentum?: Share;
  /**
   * Divide by an estimate of the variance instead of the mean of squares.
   * @default false
   */
  centered?: boolean;
  /**
   * @default 1e-7
   * @exclusiveMinimum 0
   */
  epsilon?: number;
}

/** RMSProp (Tieleman and Hinton 2012), as in Keras. */
export interface RmspropSpec extends RmspropSettings, OptimizerBase<RmspropSettings> {
  type: "rmsprop";
}

/** What Adagrad may be told of all variables, or of some. */
export interface AdagradSettings extends Clipping {
  /** @default 0.001 */
  learningRate?: ScheduledPositive;
  /**
   * Where the sum of squares begins.
   * @default 0.1
   * @minimum 0
   */
  initialAccumulatorValue?: number;
  /**
   * @default 1e-7
   * @exclusiveMinimum 0
   */
  epsilon?: number;
}

/** Adagrad (Duchi et al. 2011), as in Keras. */
export interface AdagradSpec extends AdagradSettings, OptimizerBase<AdagradSettings> {
  type: "adagrad";
}

/** What Lion may be told of all variables, or of some. */
export interface LionSettings extends Clipping {
  /** @default 0.001 */
  learningRate?: ScheduledPositive;
  /** @default 0.9 */
  beta1?: Share;
  /** @default 0.99 */
  beta2?: Share;
  /**
   * In each step a variable that received a gradient becomes smaller by this share of it, times the learning rate.
   * @default 0
   * @minimum 0
   */
  weightDecay?: number;
}

/** Lion: by the sign of a mixture of the gradient and its running mean (Chen et al. 2023). */
export interface LionSpec extends LionSettings, OptimizerBase<LionSettings> {
  type: "lion";
}

/** What an optimiser of one's own may be told of all variables, or of some, with the options of its definition. */
export interface OwnOptimizerSettings extends Clipping {
  /** @default 0.001 */
  learningRate?: ScheduledPositive;
  [option: string]: unknown;
}

/** An optimiser of one's own. Its bare name is the short form. */
export interface OwnOptimizer extends OwnOptimizerSettings, OptimizerBase<OwnOptimizerSettings> {
  type: OwnOptimizerName;
}

/** An optimiser with options. Its bare name is the short form. */
export type OptimizerSpec =
  AdamSpec | SgdSpec | MomentumSpec | AdamWSpec | RmspropSpec | AdagradSpec | LionSpec;
export type OptimizerName = OptimizerSpec["type"];
