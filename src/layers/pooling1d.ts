/* Windows over a sequence, `[batch, steps, c]`, which is an image one pixel high. */
import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../spec/language";
import { largestOver } from "./largest-over";
import type { Apply } from "./layer";

type Pool = typeof tf.maxPool;

function pooled(
  pool: Pool,
  { poolSize, strides, padding }: NormalLayerOf<"maxPooling1d" | "averagePooling1d">,
  x: tf.Tensor,
): tf.Tensor {
  const [batch, steps, channels] = x.shape as [number, number, number];
  const row = tf.reshape<tf.Rank.R4>(x, [batch, 1, steps, channels]);
  const image = pool(row, [1, poolSize], [1, strides], padding);
  return tf.reshape(image, [batch, image.shape[2], channels]);
}

/** The largest value of each window, `[batch, steps', c]`. */
export const maxPooling1d: Apply<"maxPooling1d"> = (layer, [x]) => ({ value: pooled(tf.maxPool, layer, x!) });

/** The mean of each window over the steps that lie inside the sequence, `[batch, steps', c]`. */
export const averagePooling1d: Apply<"averagePooling1d"> = (layer, [x]) => ({
  value: pooled(tf.avgPool, layer, x!),
});

/** The mean over all steps that count, `[batch, c]`; 0 where none does (in Keras not a number). */
export const globalAveragePooling1d: Apply<"globalAveragePooling1d"> = (_, [x], _weights, { masks }) => {
  const mask = masks?.[0];
  if (!mask) return { value: tf.mean(x!, 1) };
  const counts = tf.expandDims(mask, 2);
  return { value: tf.div(tf.sum(tf.mul(x!, counts), 1), tf.maximum(tf.sum(counts, 1), 1)) };
};

/** The largest value over all steps that count, `[batch, c]`; 0 where none does. (Keras takes padding for data here.) */
export const globalMaxPooling1d: Apply<"globalMaxPooling1d"> = (_, [x], _weights, { masks }) => {
  const mask = masks?.[0];
  if (!mask) return { value: largestOver(x!, [1]) };
  const counts = tf.expandDims(mask, 2);
  // What does not count is put below everything else; where nothing counts, 0.
  const lowered = tf.add(tf.mul(x!, counts), tf.mul(tf.sub(counts, 1), LOWEST));
  const any = tf.minimum(tf.sum(counts, 1), 1);
  return { value: tf.mul(largestOver(lowered, [1]), any) };
};

const LOWEST = 1e30;
