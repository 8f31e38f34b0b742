/* Windows over an image, `[batch, h, w, c]` -> `[batch, h', w', c]`. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** The largest value of each window. */
export const maxPooling2d: Apply<"maxPooling2d"> = (layer, [x]) => ({
  value: tf.maxPool(x as tf.Tensor4D, [...layer.poolSize], [...layer.strides], layer.padding),
});

/** The mean of each window over the pixels that lie inside the image. */
export const averagePooling2d: Apply<"averagePooling2d"> = (layer, [x]) => ({
  value: tf.avgPool(x as tf.Tensor4D, [...layer.poolSize], [...layer.strides], layer.padding),
});
