import * as tf from "@tensorflow/tfjs-core";
import type { Calibration } from "../../spec/language";

/** Calibrated logits `[rows, logits]` from a head's logits and the weights of its calibration (`calibrationWeights`). */
export const calibrations: {
  readonly [C in Calibration]: (logits: tf.Tensor, weights: readonly tf.Tensor[]) => tf.Tensor;
} = {
  temperature: (logits, [temperature]) => tf.div(logits, temperature!),
  vector: (logits, [scale, shift]) => tf.add(tf.mul(logits, scale!), shift!),
};
