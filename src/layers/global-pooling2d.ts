/* A whole image as one number for each channel, `[batch, h, w, c]` -> `[batch, c]`. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** The mean over height and width. */
export const globalAveragePooling2d: Apply<"globalAveragePooling2d"> = (_, [x]) => ({
  value: tf.mean(x!, [1, 2]),
});

/** The largest value over height and width. */
export const globalMaxPooling2d: Apply<"globalMaxPooling2d"> = (_, [x]) => ({ value: largest(x!) });

/**
 * The maximum over height and width, with TensorFlow's gradient: equal shares for all pixels that have it. (tfjs gives
 * each of them the whole, which after a relu makes too much of an image that is 0 everywhere.)
 */
function largest(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((x, save) => {
    const image = x as tf.Tensor;
    const value = tf.max(image, [1, 2]);
    (save as tf.GradSaveFunc)([image, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [image, value] = saved as [tf.Tensor, tf.Tensor];
        const perChannel = [value.shape[0], 1, 1, value.shape[1]!];
        const isLargest = tf.cast(tf.equal(image, tf.reshape(value, perChannel)), "float32");
        const share = tf.div(dy, tf.sum(isLargest, [1, 2]));
        return tf.mul(isLargest, tf.reshape(share, perChannel));
      },
    };
  })(x);
}
