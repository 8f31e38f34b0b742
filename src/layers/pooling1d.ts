/* Windows over a sequence, `[batch, steps, c]`, which is an image one pixel high. */
import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../spec/language";
import { largestOver } from "./largest";
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

/** The mean over all steps, `[batch, c]`. */
export const globalAveragePooling1d: Apply<"globalAveragePooling1d"> = (_, [x]) => ({
  value: tf.mean(x!, 1),
});

/** The largest value over all steps, `[batch, c]`. */
export const globalMaxPooling1d: Apply<"globalMaxPooling1d"> = (_, [x]) => ({ value: largestOver(x!, [1]) });
