/* What a loss asks of its head. Its values and gradients are in `src/losses`. */

/** A loss over class numbers. One of a single logit is also for labels, each with a logit of its own. */
export interface LossOfClasses {
  readonly target: "classes";
  /** How many classes it tells apart; any number from two without it. */
  readonly classes?: number;
  /** Logits of one sample: one for each class, or this many. */
  readonly logits: "each class" | number;
}

/** A loss over values: the head's values have the target's shape. */
export interface LossOfValues {
  readonly target: "values";
}

export type LossForm = LossOfClasses | LossOfValues;
