import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";

/**
 * max(0, 1 + rival - own) from logits `[batch, classes]`: own the logit of the label's class, rival the largest of the others
 * or 0 where all of them are below (as in Keras, which leaves a 0 in the place of the label's class).
 */
export const categoricalHinge: LossKind<"categoricalHinge"> = (logits, labels) => {
  const [, classes] = logits.shape as [number, number];
  const own = tf.cast(tf.oneHot(tf.cast(labels, "int32"), classes), "float32");
  const others = tf.sub(1, own);
  const rivals = tf.mul(logits, others);
  const short = tf.relu(tf.add(tf.sub(tf.max(rivals, 1), tf.sum(tf.mul(logits, own), 1)), 1));
  const inside = tf.reshape(tf.cast(tf.greater(short, 0), "float32"), [-1, 1]);
  const rival = tf.mul(tf.cast(tf.oneHot(tf.argMax(rivals, 1), classes), "float32"), others);
  return { loss: short, gradient: tf.mul(tf.sub(rival, own), inside) };
};
