import type * as tf from "@tensorflow/tfjs-core";

/**
 * One step of an optimiser for one variable: a pure function. The state belongs to the variable and is passed in and
 * out; so is its clock, so that a variable that starts late starts as every other did.
 */
export interface OptimizerRule {
  /** Names of the tensors to remember for a variable, each of its shape and at first 0. */
  readonly slots: readonly string[];
  /**
   * All tensors of one shape. The results are the caller's (or its tidy's); nothing else stays.
   * @param clock 1 for this variable's first update
   */
  update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: readonly tf.Tensor[],
    clock: number,
  ): { value: tf.Tensor; slots: tf.Tensor[] };
}
