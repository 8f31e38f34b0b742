/* The losses of samples by a kind's own rule, with one label each or with several. */
import * as tf from "@tensorflow/tfjs-core";
import { OpenTable } from "../open-table";
import type { Loss, NormalLoss } from "../spec/language";
import type { LossKind, SampleLosses } from "./loss";
import { losses } from "./table.generated";

// The table's type ties each loss to its own options; a name from elsewhere loses that.
const builtIn = losses as unknown as Readonly<Record<Loss, LossKind>>;

/** The built-in losses on tensors, and those of one's own. */
export const allLosses = new OpenTable<Loss, LossKind>("loss", builtIn);

type Losses = (options: NormalLoss, prediction: tf.Tensor, labels: tf.Tensor) => SampleLosses;

/** Samples with one label each. */
export const lossOfOne: Losses = (options, prediction, labels) =>
  allLosses.get(options.type)(prediction, labels, options);

/**
 * Samples with several labels, `[batch, width]` of 1, 0 or -1 for one that is not known: each known one as if it were a sample
 * of its own under the loss of one logit, times its weight where the sample has it, and the sum over those of a sample divided
 * by their number (0 where it has none).
 *
 * @param positive weights of the labels, `[width]`
 */
export const lossOfSeveral = (
  options: NormalLoss,
  prediction: tf.Tensor,
  labels: tf.Tensor,
  positive?: tf.Tensor1D,
): SampleLosses => {
  const [batch, width] = prediction.shape as [number, number];
  const known = tf.cast(tf.greaterEqual(labels, 0), "float32");
  const has = tf.relu(labels);
  const weighed = positive ? tf.mul(known, tf.add(tf.mul(has, tf.sub(positive, 1)), 1)) : known;
  const share = tf.div(weighed, tf.maximum(tf.sum(known, 1, true), 1));
  const each = lossOfOne(
    options,
    tf.reshape(prediction, [batch * width, 1]),
    tf.cast(tf.reshape(has, [batch * width]), "int32"),
  );
  return {
    loss: tf.sum(tf.mul(tf.reshape(each.loss, [batch, width]), share), 1),
    gradient: tf.mul(tf.reshape(each.gradient, [batch, width]), share),
  };
};
