/*
 * Values that change while a phase trains: learning rates, weights of losses, temperatures. One form for all of them.
 */

/**
 * A number of at least 0.
 * @minimum 0
 */
export type NonNegative = number;

/**
 * A number above 0.
 * @exclusiveMinimum 0
 */
export type Positive = number;

/**
 * How a value goes from one number to another. `linear`: evenly. `cosine`: slowly at both ends, along half a cosine
 * (Loshchilov and Hutter 2017). `steps`: evenly, but at the beginning of each epoch only.
 */
export type EvenShape = "linear" | "cosine" | "steps";

/** The form of a curve. `exponential`: times the same factor in equal times. */
export type ShapeName = EvenShape | "exponential";

/** From one number to another in so many epochs of the phase; then it stays. */
export interface ScheduledCurve {
  /** What it is at the beginning (with `warmUp`, after that). */
  from: NonNegative;
  /** What it is after `over` epochs, and outside of training. */
  to: NonNegative;
  /**
   * After how many epochs of the phase (parts of one count) it is `to`; `warmUp` is among them. Without it, all of the phase's
   * epochs; of a value of the network (a head's weight, a temperature) those of the longest phase.
   */
  over?: Positive;
  /** @default "linear" */
  shape?: EvenShape;
  /**
   * So many epochs come first in which it rises evenly from 0 to `from`.
   * @default 0
   */
  warmUp?: NonNegative;
}

/** As a curve, times the same factor in equal times: from · (to / from)^(share of the way). */
export interface ScheduledExponential {
  /** What it is at the beginning (with `warmUp`, after that). */
  from: Positive;
  /** What it is after `over` epochs, and outside of training. */
  to: Positive;
  /**
   * After how many epochs of the phase (parts of one count) it is `to`; `warmUp` is among them. Without it, all of the phase's
   * epochs; of a value of the network (a head's weight, a temperature) those of the longest phase.
   */
  over?: Positive;
  shape: "exponential";
  /**
   * So many epochs come first in which it rises evenly from 0 to `from`.
   * @default 0
   */
  warmUp?: NonNegative;
}

/** Other numbers at other times: `{ "steps": [[0, 0.98], [8, 0.1], [28, 0]] }`. */
export interface ScheduledSteps {
  /**
   * Pairs of an epoch and the number from then on. The first begins at 0; the epochs (parts of one count) rise. Outside of
   * training the last counts.
   * @minItems 1
   */
  steps: [NonNegative, NonNegative][];
  /**
   * In the first so many epochs the number is taken times epochs / `warmUp`.
   * @default 0
   */
  warmUp?: NonNegative;
}

/** A value that changes while a phase trains. Epochs are counted from the beginning of the phase. */
export type ScheduledValue = ScheduledCurve | ScheduledExponential | ScheduledSteps;

/** A number, or how it changes while a phase trains. */
export type Scheduled = NonNegative | ScheduledValue;

/** A number above 0, or how it changes while a phase trains. */
export type ScheduledPositive = Positive | ScheduledValue;
