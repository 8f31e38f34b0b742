import type * as tf from "@tensorflow/tfjs-core";
import type { SlotNames } from "../graph/optimizers";
import type { Clipping, OptimizerName, Scheduled } from "../spec/language";
import type { NormalOptimizerOf } from "../spec/normal";

/** Numbers of a step that its clock decides, by name. */
export type Scalars<Name extends string = string> = Readonly<Record<Name, number>>;

/**
 * One step of an optimiser for one variable: a pure function. The state belongs to the variable and is passed in and
 * out; so is its clock, so that a variable that starts late starts as every other did.
 *
 * Whatever is another number at another step (the learning rate, a rate corrected for the clock) comes in by name and
 * not as a constant of the update: then the update is one list of operations, the same for every step.
 */
export interface OptimizerStep<
  Slots extends readonly tf.Tensor[] = readonly tf.Tensor[],
  Scalar extends string = string,
> {
  /**
   * Computed on the host.
   * @param clock 1 for this variable's first update
   * @param rate the learning rate of this step
   */
  scalars(clock: number, rate: number): Scalars<Scalar>;
  /** All tensors of one shape. The results are the caller's (or its tidy's); nothing else stays. */
  update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: Slots,
    scalars: Scalars<Scalar>,
  ): { value: tf.Tensor; slots: Slots };
}

/** An optimiser with its options filled in. */
export interface OptimizerRule extends OptimizerStep {
  /** Names of the tensors to remember for a variable, each of its shape and at first 0. */
  readonly slots: readonly string[];
  readonly learningRate: Scheduled;
  readonly clipping: Clipping;
}

type Tensors<Names extends readonly string[]> = { [Slot in keyof Names]: tf.Tensor };

/** A kind of optimiser: from its options to its step, with the slots that `src/graph/optimizers` names. */
export type Optimizer<T extends OptimizerName, Scalar extends string = string> = (
  options: NormalOptimizerOf<T>,
) => OptimizerStep<Tensors<SlotNames[T]>, Scalar>;
