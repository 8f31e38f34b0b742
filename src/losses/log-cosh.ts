import * as tf from "@tensorflow/tfjs-core";
import { bySample } from "./by-sample";
import type { LossKind } from "./loss";

/**
 * log cosh d = |d| + log(1 + exp(-2|d|)) - log 2, which does not overflow as cosh does, with the gradient tanh d. The mean
 * over the values of a sample.
 */
export const logCosh: LossKind<"logCosh"> = (prediction, labels) => {
  const difference = tf.sub(prediction, labels);
  const size = tf.abs(difference);
  const losses = tf.sub(tf.add(size, tf.softplus(tf.mul(size, -2))), Math.LN2);
  const { rows, width } = bySample(losses);
  return { loss: tf.mean(rows, 1), gradient: tf.div(tf.tanh(difference), width) };
};
