/* Layers with a condition inside, whose gradient follows the condition. */
import type { Axis, LayerBase } from "./layer-options";

/**
 * The mean of the values above a threshold, along an axis, which is then gone; 0 where none is. Its gradient is 1 / count for
 * those above and 0 for the others: exact but for values that are equal to the threshold.
 *
 * With `learn` the threshold is a weight. The step at the threshold is then replaced by a smooth one, `surrogate`, in the value
 * as in the gradient: the mean of all values, each weighted by σ(sharpness · (x - threshold)).
 */
export interface ThresholdedAverageLayer extends LayerBase {
  type: "thresholdedAverage";
  /** @default 1 */
  axis?: Axis;
  /**
   * What is above counts. With `learn`, where the threshold starts.
   * @default 0
   */
  threshold?: number;
  /** @default false */
  learn?: boolean;
  /**
   * What replaces the step where the threshold is learned.
   * @default "sigmoid"
   */
  surrogate?: "sigmoid";
  /**
   * How steep the surrogate is: 1 / τ of σ((x - threshold) / τ).
   * @default 10
   * @exclusiveMinimum 0
   */
  sharpness?: number;
}

/**
 * A running sum along a sequence `[steps, …]`, each sample by itself: where a step's condition holds, its values are added;
 * where not, the sum stays as it is (`keep`) or starts anew from 0 (`reset`). A second input, if there is one, is the sum
 * before the first step.
 */
export interface ConditionalSumLayer extends LayerBase {
  type: "conditionalSum";
  /**
   * When a step counts. `positive`: where the sum over its values is above 0.
   * @default "positive"
   */
  when?: "positive";
  /**
   * What happens at the other steps.
   * @default "keep"
   */
  otherwise?: "keep" | "reset";
}

/** Layers with a condition inside. */
export type ConditionalLayer = ThresholdedAverageLayer | ConditionalSumLayer;
