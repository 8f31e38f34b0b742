/* L1 and L2 penalties of the weights that take part in a step. */
import * as tf from "@tensorflow/tfjs-core";
import type { Regularized } from "../graph/ir";

/** What penalties cost, and what they add to gradients. */
export interface Regularization {
  /** Sum over the variables of l1 · sum |w| + l2 · sum w²; `undefined` where none of them takes part. */
  readonly loss: tf.Scalar | undefined;
  /** All gradients by path, those of penalised variables with l1 · sign(w) + 2 · l2 · w added. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/**
 * Penalises the variables that have a gradient: the others took no part in the step, and a penalty alone would move a
 * branch that got no sample. The gradients are exact, so that nothing of this stands on the tape; that of |w| at 0 is 0.
 *
 * @param gradients of what else is minimised, by path; those that are replaced are disposed
 */
export function regularize(
  rules: readonly Regularized[],
  weights: ReadonlyMap<string, tf.Tensor>,
  gradients: ReadonlyMap<string, tf.Tensor>,
): Regularization {
  const losses: tf.Scalar[] = [];
  const sums = new Map(gradients);
  for (const { path, l1, l2 } of rules) {
    let gradient = gradients.get(path);
    if (!gradient) continue;
    const value = weights.get(path)!;
    if (l1 > 0) {
      losses.push(tf.mul(tf.sum(tf.abs(value)), l1));
      gradient = tf.add(gradient, tf.mul(tf.sign(value), l1));
    }
    if (l2 > 0) {
      losses.push(tf.mul(tf.sum(tf.square(value)), l2));
      gradient = tf.add(gradient, tf.mul(value, 2 * l2));
    }
    sums.set(path, gradient);
  }
  // One tensor may be the gradient of several variables.
  const kept = new Set(sums.values());
  for (const gradient of gradients.values()) if (!kept.has(gradient)) gradient.dispose();
  return { loss: losses.length > 0 ? tf.addN(losses) : undefined, gradients: sums };
}
