import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../shape";

/** `[batch, ...]` as one row for each sample, and the length of a row (1 for `[batch]`). */
export function bySample(x: tf.Tensor): { readonly rows: tf.Tensor2D; readonly width: number } {
  const [batch, ...shape] = x.shape;
  const width = sizeOf(shape);
  return { rows: tf.reshape(x, [batch, width]), width };
}
