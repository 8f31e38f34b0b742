import * as tf from "@tensorflow/tfjs-core";
import { EspalierError } from "../errors";
import { allLossForms } from "../graph/losses";
import type { Loss, OwnLoss, Reduction } from "../spec/language";
import { OpenTable } from "../open-table";
import type { LossKind } from "./loss";
import { sampleWeights } from "./reduction";
import { losses } from "./table.generated";

/** The built-in losses on tensors, and those of one's own. */
export const allLosses = new OpenTable<Loss, LossKind>("loss", losses);

/**
 * The loss of a head over a batch in which some samples have no label.
 *
 * `validMean`: sum(m · l) / max(1, sum m), 0 where no sample has a label. `batchMean`: sum(m · l) / batch.
 *
 * Differentiable in `prediction` only (once: the gradient itself has none). The gradient is computed with the value,
 * in closed form; `test/losses` checks it against finite differences and against autodiff.
 *
 * @param prediction logits `[batch, width]`, as wide as the loss takes them, or values `[batch, ...shape]`
 * @param labels class numbers, int32 `[batch]`, each a class of the head also where it does not count; or values,
 *   float32 `[batch, ...shape]`
 * @param mask float32 `[batch]`: 1 where a sample has a label, 0 where it has none
 * @throws EspalierError where shapes do not fit. Labels of shape `[batch, 1]` would turn the product with the mask
 *   into a `[batch, batch]` matrix without a word, so they are refused.
 */
export function maskedLoss(
  loss: Loss | OwnLoss,
  prediction: tf.Tensor,
  labels: tf.Tensor,
  mask: tf.Tensor1D,
  reduction: Reduction,
): tf.Scalar {
  requireShapes(loss, prediction, labels, mask);
  return tf.customGrad((prediction, save) => {
    const { loss: own, gradient } = allLosses.get(loss)(prediction as tf.Tensor, labels);
    requireSame(loss, "the losses have", own.shape, mask.shape);
    const weights = sampleWeights(mask, reduction);
    const column = tf.reshape(weights, [mask.size, ...gradient.shape.slice(1).fill(1)]);
    (save as tf.GradSaveFunc)([tf.mul(gradient, column)]);
    return {
      value: tf.sum(tf.mul(own, weights)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, dy),
    };
  })(prediction) as tf.Scalar;
}

function requireShapes(
  loss: Loss | OwnLoss,
  prediction: tf.Tensor,
  labels: tf.Tensor,
  mask: tf.Tensor,
): void {
  const form = allLossForms.get(loss);
  const [batch, width] = prediction.shape;
  requireSame(loss, "the mask has", mask.shape, [batch]);
  requireSame(loss, "the labels have", labels.shape, form.target === "classes" ? [batch] : prediction.shape);
  if (form.target === "values") return;
  if (form.logits !== "each class")
    requireSame(loss, "the logits have", prediction.shape, [batch, form.logits]);
  if (prediction.rank !== 2 || width === 0) {
    throw new EspalierError(`${loss}: the logits have shape [${String(prediction.shape)}]`, {
      hint: "one row of logits for each sample is needed: [batch, classes]",
    });
  }
}

function requireSame(loss: Loss | OwnLoss, what: string, actual: number[], expected: number[]): void {
  if (actual.length === expected.length && actual.every((length, i) => length === expected[i])) return;
  throw new EspalierError(
    `${loss}: ${what} shape [${String(actual)}] where [${String(expected)}] is needed`,
    {
      hint:
        actual.length === expected.length + 1 && actual.at(-1) === 1
          ? "flatten them first: a column would be broadcast to a matrix"
          : "check the shapes of prediction, labels and mask",
    },
  );
}
