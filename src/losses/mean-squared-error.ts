import * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";
import { bySample } from "./by-sample";

/** mean((prediction - label)²) over the values of a sample. */
export const meanSquaredError: LossKind<"meanSquaredError"> = (prediction, labels) => {
  const difference = tf.sub(prediction, labels);
  const { rows, width } = bySample(difference);
  return {
    loss: tf.mean(tf.square(rows), 1),
    gradient: tf.mul(difference, 2 / width),
  };
};
