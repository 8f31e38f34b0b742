import type * as tf from "@tensorflow/tfjs-core";
import type { Loss, NormalLossOf } from "../spec/language";

/** The losses of a batch's samples, and how they change with the prediction. */
export interface SampleLosses {
  /** `[batch]` */
  readonly loss: tf.Tensor;
  /** d loss[i] / d prediction[i], of the shape of the prediction. */
  readonly gradient: tf.Tensor;
}

/**
 * A loss on tensors: a value and a gradient for each sample, made together because they share most of their work.
 *
 * It runs off the tape (its gradient is exact, see `maskedLoss`), so that it may compare and round. Prediction and labels
 * have the shapes that its form in `src/graph/losses` asks for: class numbers (int32 `[batch]`) under logits
 * (`[batch, width]`), or values of the prediction's shape (float32).
 */
export type LossKind<L extends Loss = Loss> = (
  prediction: tf.Tensor,
  labels: tf.Tensor,
  options: NormalLossOf<L>,
) => SampleLosses;
