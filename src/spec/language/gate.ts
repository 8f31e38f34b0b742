import type { PositiveInteger } from "./layers";
import type { Scheduled, ScheduledPositive } from "./scheduled";

/**
 * What is added to the logits of a gate before it chooses, only while training: normal noise of this standard deviation;
 * `gumbel` for draws from the Gumbel distribution (Gumbel-softmax, Jang et al. 2017, with a `temperature`); `learned` for
 * normal noise whose size is learned from what enters (noisy top-k gating, Shazeer et al. 2017).
 */
export type GateNoise = Scheduled | "gumbel" | "learned";

/** The same for a head that decides: it has no weights for a size of noise. */
export type HeadNoise = Scheduled | "gumbel";

/**
 * Losses that keep a gate from sending all samples to few branches, each times its factor. They count only while training,
 * for a gate of several routes at the first of them.
 */
export interface BalanceSpec {
  /**
   * E · sum over the E branches of f · P, for the share f of the choices that a branch got and its mean probability P; 1 where
   * all are alike (Switch Transformer, Fedus et al. 2022; for k choices a sample, f counts all of them and sums to 1).
   * @default 0
   */
  load?: Scheduled;
  /**
   * The squared coefficient of variation of the branches' summed probabilities (Shazeer et al. 2017).
   * @default 0
   */
  importance?: Scheduled;
  /**
   * The mean of (log sum exp of the logits)², which keeps them small (ST-MoE, Zoph et al. 2022).
   * @default 0
   */
  z?: Scheduled;
}

/** The names of a gate's choices, or how many there are (their names are then "0", "1", …). */
export type Choices = ChoiceNames | PositiveInteger;

/**
 * Names of choices, in the order of the branches.
 * @minItems 1
 * @uniqueItems true
 */
export type ChoiceNames = string[];

/**
 * A gate without labels: a dense layer that decides on a route and learns from what comes behind it, through merges that
 * weigh (`weighted`, `scaled`, `straightThrough`, `joint`). What stands on it gets its logits. (A head is a gate with labels.)
 */
export interface GateLayer {
  type: "gate";
  choices: Choices;
  /** The name in paths; without it "gate". */
  name?: string;
  /**
   * The logits are divided by it before they become probabilities: below 1 it decides more sharply. While training as it is
   * at that time; whenever the network validates or predicts, its last value.
   * @default 1
   */
  temperature?: ScheduledPositive;
  /** Without it none. */
  noise?: GateNoise;
  balance?: BalanceSpec;
}

/** What a head may say of its part as a gate. It changes nothing of its loss. */
export interface HeadGating {
  /**
   * The logits are divided by it before they decide on a route or weigh its branches. While training as it is at that time;
   * whenever the network validates or predicts, its last value.
   * @default 1
   */
  temperature?: ScheduledPositive;
  /** Where the head itself decides while training. Without it none. */
  noise?: HeadNoise;
  balance?: BalanceSpec;
}
