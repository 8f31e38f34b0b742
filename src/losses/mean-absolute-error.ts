import * as tf from "@tensorflow/tfjs-core";
import { bySample } from "./by-sample";
import type { LossKind } from "./loss";

/** mean(|prediction - label|) over the values of a sample; its gradient at a difference of 0 is 0. */
export const meanAbsoluteError: LossKind<"meanAbsoluteError"> = (prediction, labels) => {
  const difference = tf.sub(prediction, labels);
  const { rows, width } = bySample(difference);
  return {
    loss: tf.mean(tf.abs(rows), 1),
    gradient: tf.div(tf.sign(difference), width),
  };
};
