import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";
import { softmaxCrossEntropy } from "./softmax-kernel";

/**
 * -alpha q^gamma log p, p the share of the label's class by softmax and q = 1 - p that of all others, from logits
 * `[batch, classes]` (Lin et al. 2017, "Focal loss for dense object detection", over classes as Keras has it).
 *
 * With l = -log p the gradient is alpha q^gamma (1 + gamma p l / q) times that of l. Where q is 0, l / q is 1.
 */
export const focal: LossKind<"focal"> = (logits, labels, { gamma, alpha }) => {
  const { loss, gradient } = softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D);
  const p = tf.exp(tf.neg(loss));
  // 1 - p has nothing left of a small q: the gradient at the other classes is their share.
  const q = tf.sum(tf.relu(gradient), 1);
  const some = tf.greater(q, 0);
  const ratio = tf.where(some, tf.div(loss, tf.where(some, q, tf.onesLike(q))), tf.onesLike(q));
  const focus = tf.mul(tf.pow(q, gamma), alpha);
  const slope = tf.mul(focus, tf.add(tf.mul(tf.mul(p, ratio), gamma), 1));
  return { loss: tf.mul(focus, loss), gradient: tf.mul(gradient, tf.reshape(slope, [-1, 1])) };
};
