import * as tf from "@tensorflow/tfjs-core";
import type { Reduction } from "../spec/language";

/**
 * What each sample's loss counts in the loss of its batch, `[batch]`: m / max(1, sum m) for `validMean`, m / batch for
 * `batchMean`.
 */
export function sampleWeights(mask: tf.Tensor1D, reduction: Reduction): tf.Tensor1D {
  return tf.div(mask, reduction === "validMean" ? tf.maximum(tf.sum(mask), 1) : mask.size);
}
