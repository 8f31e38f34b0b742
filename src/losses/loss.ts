import type * as tf from "@tensorflow/tfjs-core";

/** The losses of a batch's samples, and how they change with the prediction. */
export interface SampleLosses {
  /** `[batch]` */
  readonly loss: tf.Tensor;
  /** d loss[i] / d prediction[i], of the shape of the prediction. */
  readonly gradient: tf.Tensor;
}

/**
 * A loss: a value and a gradient for each sample, made together because they share most of their work.
 *
 * It runs off the tape (its gradient is exact, see `headLoss`), so that it may compare and round.
 */
export interface LossKind {
  /** Whether labels are class numbers (int32 `[batch]`) or values of the prediction's shape (float32). */
  readonly labels: "classes" | "values";
  readonly losses: (prediction: tf.Tensor, labels: tf.Tensor) => SampleLosses;
}
