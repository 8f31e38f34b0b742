import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";
import { softmaxCrossEntropy } from "./softmax-kernel";

/**
 * -log softmax(z)[label] = logsumexp(z) - z[label], from logits `[batch, classes]`; its gradient is
 * softmax(z) - onehot(label).
 *
 * Smoothing by s gives the share s of the label to all classes alike, so that the loss becomes
 * logsumexp(z) - (1 - s) z[label] - s mean(z) = loss + s (z[label] - mean(z)).
 */
export const categoricalCrossentropy: LossKind<"categoricalCrossentropy"> = (
  logits,
  labels,
  { labelSmoothing: s },
) => {
  const sharp = softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D);
  if (s === 0) return sharp;
  const [, classes] = logits.shape as [number, number];
  const own = tf.cast(tf.oneHot(tf.cast(labels, "int32"), classes), "float32");
  const moved = tf.sub(own, 1 / classes);
  // Against the largest logit, as the loss itself: large logits would swallow their differences.
  const level = tf.sub(logits, tf.max(logits, 1, true));
  return {
    loss: tf.add(sharp.loss, tf.mul(tf.sum(tf.mul(level, moved), 1), s)),
    gradient: tf.add(sharp.gradient, tf.mul(moved, s)),
  };
};
