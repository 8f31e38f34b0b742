import * as tf from "@tensorflow/tfjs-core";
import type { Clipping } from "../spec/language";

/**
 * The gradient of one variable as its optimiser may see it: first by value, then by norm, as Keras' `clipvalue` and `clipnorm`.
 * The tensor is the caller's tidy's, and `gradient` itself where nothing is asked for.
 */
export function clipped(gradient: tf.Tensor, { clipValue, clipNorm }: Clipping): tf.Tensor {
  const bounded = clipValue === undefined ? gradient : tf.clipByValue(gradient, -clipValue, clipValue);
  if (clipNorm === undefined) return bounded;
  return tf.mul(bounded, shrinking(tf.sum(tf.square(bounded)), clipNorm));
}

/**
 * All gradients of a step, as one vector no longer than `most`: Keras' `global_clipnorm`. A variable that received none is
 * not among them.
 */
export function clippedTogether(
  gradients: ReadonlyMap<string, tf.Tensor>,
  most: number | undefined,
): ReadonlyMap<string, tf.Tensor> {
  if (most === undefined || gradients.size === 0) return gradients;
  const squares = tf.addN([...gradients.values()].map((gradient) => tf.sum(tf.square(gradient))));
  const factor = shrinking(squares, most);
  return new Map([...gradients].map(([path, gradient]) => [path, tf.mul(gradient, factor)]));
}

/** What brings a vector of this squared length down to `most`; 1 where it is shorter. */
const shrinking = (squares: tf.Tensor, most: number): tf.Tensor =>
  tf.div(most, tf.maximum(tf.sqrt(squares), most));
