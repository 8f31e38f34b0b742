/* What a way of merging branches' values says of itself. How it is carried out stands in `src/program/merges`. */
import type { DataType, Shape } from "../ir";
import type { Message } from "../message";

/** What a branch ends in. */
export interface BranchEnd {
  readonly key: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** The target that it answers for, if it does. */
  readonly target: string | undefined;
}

/** The value of a route. */
export interface MergedValue {
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** What does not fit, and at which branch. */
export interface MergeFault {
  readonly branch: number;
  readonly message: Message;
}

export interface MergeKind {
  /** What it needs of who decides: how likely each branch is, or some number for each. */
  readonly needs: "probabilities" | "numbers" | undefined;
  /** Whether it makes one value of several branches. */
  readonly several: boolean;
  /**
   * Whether who decides learns from the value, because what it says of a branch enters there: also where one branch runs for a
   * sample, or only where several do.
   */
  readonly teaches: "always" | "ofSeveral" | "never";
  /** Whether the gradient that who decides gets is an estimate by design, and not the derivative of the value. */
  readonly estimates?: true;
  /**
   * Over branches that end in heads of one target: whether the value is p over all classes. `must`: it can be nothing else.
   * `never`: logits are values like any others.
   */
  readonly answers: "may" | "must" | "never";
  /** The value over branches that are no answer. At least one branch. */
  value(ends: readonly BranchEnd[]): MergedValue | MergeFault;
}
