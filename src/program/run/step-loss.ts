import * as tf from "@tensorflow/tfjs-core";
import { maskedLoss } from "../../losses";
import type { Loss, OwnLoss, Reduction } from "../../spec/language";

interface Counting {
  /** `[rows, steps, …]`. */
  readonly prediction: tf.Tensor;
  readonly labels: tf.Tensor;
  /** Which steps count, `[rows, steps]`. */
  readonly steps: tf.Tensor;
}

/**
 * The loss of a head that has a value for each step of a padded sequence, as Keras has it: each step counts as a sample
 * does elsewhere, and padding as a sample without a label.
 *
 * @param mask which rows have a label
 * @param batch samples of the batch, of which the head may see a part
 */
export function lossOverSteps(
  loss: Loss | OwnLoss,
  reduction: Reduction,
  { prediction, labels, steps }: Counting,
  mask: Float32Array,
  batch: number,
): tf.Scalar {
  const [rows, length, ...rest] = prediction.shape;
  const flat = [rows * length!, ...rest];
  const counts = tf.mul(steps, tf.tensor2d(mask, [rows, 1]));
  const value = maskedLoss(
    loss,
    tf.reshape(prediction, flat),
    tf.reshape(labels, flat),
    tf.reshape<tf.Rank.R1>(counts, [rows * length!]),
    reduction,
  );
  return reduction === "validMean" || rows === batch ? value : tf.mul(value, rows / batch);
}
