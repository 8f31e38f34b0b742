import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";

/**
 * -y log p - (1 - y) log(1 - p) with p = sigmoid(z), from logits `[batch, 1]` and labels 0 or 1:
 * softplus(z) - y z, which neither overflows nor loses small losses. Its gradient is p - y. Smoothing by s makes of y
 * (1 - s) y + s / 2.
 */
export const binaryCrossentropy: LossKind<"binaryCrossentropy"> = (logits, labels, { labelSmoothing: s }) => {
  const z = tf.reshape(logits, labels.shape);
  const hard = tf.cast(labels, "float32");
  const y = s === 0 ? hard : tf.add(tf.mul(hard, 1 - s), s / 2);
  return {
    loss: tf.sub(tf.softplus(z), tf.mul(y, z)),
    gradient: tf.reshape(tf.sub(tf.sigmoid(z), y), logits.shape),
  };
};
