/* What tells one recurrent layer from another: one step, and the gradient of one step. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Activation } from "../../spec/language";
import { applyActivation } from "../activations";
import { quickActivations, type Quick } from "../quick-activations";

/** States `[batch, units]`; the first is the output. */
export type States = readonly tf.Tensor2D[];

/** What a step makes. */
export interface Step {
  readonly states: States;
  /** What its gradient needs besides the states before and after it. */
  readonly kept: States;
}

/** What a step gives back. */
export interface StepGradient {
  /** To its input, the projection `[batch, parts · units]`. */
  readonly input: tf.Tensor2D;
  /** To the states before it, apart from what comes through the recurrent kernel where `products` says so. */
  readonly states: States;
  /**
   * Factors of the recurrent kernel's gradient, for one stretch of its columns after the other: the sum over all steps of
   * leftᵀ · right.
   */
  readonly products: readonly (readonly [left: tf.Tensor2D, right: tf.Tensor2D])[];
}

/** A recurrent cell over its recurrent weights: the kernel `[units, parts · units]`, and gru's second bias. */
export interface Cell {
  /** How many states it has. */
  readonly states: 1 | 2;
  readonly step: (input: tf.Tensor2D, states: States, weights: readonly tf.Tensor[]) => Step;
  /** Absent where an activation has no gradient from its output alone: the steps are then recorded one by one. */
  readonly back?: BackwardOf;
}

/** Prepares the weights once; then the gradient of one step after the other. */
export type BackwardOf = (
  weights: readonly tf.Tensor[],
) => (gradients: States, kept: States, before: States, after: States) => StepGradient;

/** An activation by its name, recorded as any other operation. */
export const recorded = (name: Activation) => (x: tf.Tensor) => applyActivation(name, x) as tf.Tensor2D;

const linear: Quick = { forward: (x) => x, gradient: (dy) => dy };

/** The gradient of an activation from its output, where it can be had so. */
export function gradientOf(name: Activation): ((dy: tf.Tensor, y: tf.Tensor) => tf.Tensor2D) | undefined {
  const quick: Readonly<Partial<Record<Activation, Quick>>> = { ...quickActivations, linear };
  return quick[name]?.gradient as ((dy: tf.Tensor, y: tf.Tensor) => tf.Tensor2D) | undefined;
}
