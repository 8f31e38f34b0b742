import * as tf from "@tensorflow/tfjs-core";
import { bySample } from "./by-sample";
import type { LossKind } from "./loss";

/**
 * Huber (1964): with c = d held to [-delta, delta], c · (d - c / 2) is d² / 2 within and delta · (|d| - delta / 2) beyond; its
 * gradient is c. The mean over the values of a sample.
 */
export const huber: LossKind<"huber"> = (prediction, labels, { delta }) => {
  const difference = tf.sub(prediction, labels);
  const held = tf.clipByValue(difference, -delta, delta);
  const { rows, width } = bySample(tf.mul(held, tf.sub(difference, tf.div(held, 2))));
  return { loss: tf.mean(rows, 1), gradient: tf.div(held, width) };
};
