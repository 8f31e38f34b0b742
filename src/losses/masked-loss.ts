import * as tf from "@tensorflow/tfjs-core";
import { EspalierError } from "../errors";
import { allLossForms } from "../graph/losses";
import type { NormalLoss, Reduction } from "../spec/language";
import { sampleFactors } from "./reduction";
import { lossOfOne, lossOfSeveral } from "./sample-losses";

/**
 * The loss of a head over a batch in which some samples have no label.
 *
 * `validMean`: sum(w · m · l) / max(1, sum m), 0 where no sample has a label. `batchMean`: sum(w · m · l) / batch. As in Keras a
 * sample's weight w multiplies its loss, and what it is divided by stays the number of samples.
 *
 * Differentiable in `prediction` only (once: the gradient itself has none). The gradient is computed with the value,
 * in closed form; `test/losses` checks it against finite differences and against autodiff.
 *
 * @param prediction logits `[batch, width]`, as wide as the loss takes them, or values `[batch, ...shape]`
 * @param labels class numbers, int32 `[batch]`, each a class of the head also where it does not count; or values,
 *   float32 `[batch, ...shape]`. Under a loss of one logit also several labels of a sample, float32 `[batch, width]`: 1, 0 or
 *   -1 where it is not known; the sample's loss is then the mean over its known ones, and the mask is 1 where it has any
 * @param mask float32 `[batch]`: 1 where a sample has a label, 0 where it has none
 * @param weights float32 `[batch]`: factor of each sample's loss; 1 without it
 * @param positiveWeights float32 `[width]`: of several labels, factor of the loss of each where a sample has it; 1 without it
 * @throws EspalierError where shapes do not fit. Class numbers of shape `[batch, 1]` would turn the product with the mask
 *   into a `[batch, batch]` matrix without a word, so they are refused.
 */
export function maskedLoss(
  loss: NormalLoss,
  prediction: tf.Tensor,
  labels: tf.Tensor,
  mask: tf.Tensor1D,
  reduction: Reduction,
  weights?: tf.Tensor1D,
  positiveWeights?: tf.Tensor1D,
): tf.Scalar {
  const several = labels.dtype === "float32" && allLossForms.get(loss.type).target === "classes";
  requireShapes(loss.type, prediction, labels, mask, several);
  if (weights) requireSame(loss.type, "the weights have", weights.shape, mask.shape);
  if (positiveWeights)
    requireSame(loss.type, "the weights of labels have", positiveWeights.shape, labels.shape.slice(1));
  return tf.customGrad((prediction, save) => {
    const { loss: losses, gradient } = several
      ? lossOfSeveral(loss, prediction as tf.Tensor, labels, positiveWeights)
      : lossOfOne(loss, prediction as tf.Tensor, labels);
    requireSame(loss.type, "the losses have", losses.shape, mask.shape);
    const factors = sampleFactors(mask, reduction, weights);
    const column = tf.reshape(factors, [mask.size, ...gradient.shape.slice(1).fill(1)]);
    (save as tf.GradSaveFunc)([tf.mul(gradient, column)]);
    return {
      value: tf.sum(tf.mul(losses, factors)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, dy),
    };
  })(prediction) as tf.Scalar;
}

function requireShapes(
  loss: NormalLoss["type"],
  prediction: tf.Tensor,
  labels: tf.Tensor,
  mask: tf.Tensor,
  several: boolean,
): void {
  const form = allLossForms.get(loss);
  const [batch, width] = prediction.shape;
  requireSame(loss, "the mask has", mask.shape, [batch]);
  if (several && form.target === "classes" && form.logits === 1 && prediction.rank === 2) {
    requireSame(loss, "the labels have", labels.shape, prediction.shape);
    return;
  }
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

function requireSame(loss: NormalLoss["type"], what: string, actual: number[], expected: number[]): void {
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
