import * as tf from "@tensorflow/tfjs-core";
import type { Reduction } from "../spec/language";

/**
 * What each sample's loss counts in the loss of its batch, `[batch]`: w · m / max(1, sum m) for `validMean`, w · m / batch for
 * `batchMean`. The weights are in the sum alone, not in what it is divided by.
 */
export function sampleFactors(mask: tf.Tensor1D, reduction: Reduction, weights?: tf.Tensor1D): tf.Tensor1D {
  const counted = weights ? tf.mul<tf.Tensor1D>(mask, weights) : mask;
  return tf.div(counted, reduction === "validMean" ? tf.maximum(tf.sum(mask), 1) : mask.size);
}
