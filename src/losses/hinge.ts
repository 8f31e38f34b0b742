import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";

/** max(0, 1 - y z) from logits `[batch, 1]` and labels 0 or 1, which are y = -1 and y = 1. Its gradient is -y, or 0 from a margin of 1 on. */
export const hinge: LossKind<"hinge"> = (logits, labels) => {
  const y = tf.sub(tf.mul(tf.cast(labels, "float32"), 2), 1);
  const short = tf.relu(tf.sub(1, tf.mul(y, tf.reshape(logits, labels.shape))));
  const inside = tf.cast(tf.greater(short, 0), "float32");
  return { loss: short, gradient: tf.reshape(tf.neg(tf.mul(y, inside)), logits.shape) };
};
