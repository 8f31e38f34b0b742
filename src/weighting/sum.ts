import * as tf from "@tensorflow/tfjs-core";

/** `factor · loss`; no operation where the factor is 1. */
export const scaled = (loss: tf.Scalar, factor: number): tf.Scalar =>
  factor === 1 ? loss : tf.mul(loss, factor);

/** The sum of one or more losses; no operation where there is one. */
export const sumOf = (losses: readonly tf.Scalar[]): tf.Scalar =>
  losses.length === 1 ? losses[0]! : tf.addN([...losses]);
