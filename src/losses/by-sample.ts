import * as tf from "@tensorflow/tfjs-core";

/** `[batch, ...]` as one row for each sample, and the length of a row (1 for `[batch]`). */
export function bySample(x: tf.Tensor): { readonly rows: tf.Tensor2D; readonly width: number } {
  const [batch, ...shape] = x.shape;
  const width = shape.reduce((product, length) => product * length, 1);
  return { rows: tf.reshape(x, [batch, width]), width };
}
