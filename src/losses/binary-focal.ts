import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";

/**
 * -w q^gamma log(1 - q), q = 1 - p the share that the other of two labels gets, from logits `[batch, 1]` and labels 0 or 1; w is
 * alpha for 1 and 1 - alpha for 0, or 1 (Lin et al. 2017, "Focal loss for dense object detection", equation 5).
 *
 * With m = z for the label 1 and -z for 0: q = sigmoid(-m), log(1 - q) = -softplus(-m), and the gradient by m is
 * -w q^gamma (gamma (1 - q) softplus(-m) + q). Nothing of it overflows, and nothing is divided.
 */
export const binaryFocal: LossKind<"binaryFocal"> = (logits, labels, { gamma, alpha }) => {
  const y = tf.cast(labels, "float32");
  const sign = tf.sub(tf.mul(y, 2), 1);
  const margin = tf.mul(sign, tf.reshape(logits, labels.shape));
  const q = tf.sigmoid(tf.neg(margin));
  const cost = tf.softplus(tf.neg(margin));
  const focus = tf.pow(q, gamma);
  const factor = alpha === "none" ? focus : tf.mul(focus, tf.add(tf.mul(y, 2 * alpha - 1), 1 - alpha));
  const slope = tf.add(tf.mul(tf.mul(tf.sub(1, q), cost), gamma), q);
  const gradient = tf.neg(tf.mul(sign, tf.mul(factor, slope)));
  return { loss: tf.mul(factor, cost), gradient: tf.reshape(gradient, logits.shape) };
};
