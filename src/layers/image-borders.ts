/* Images made larger or smaller, `[batch, h, w, c]`. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** Zeros around it. */
export const zeroPadding2d: Apply<"zeroPadding2d"> = ({ padding: [rows, columns] }, [x]) => ({
  value: tf.pad(x!, [[0, 0], [...rows], [...columns], [0, 0]]),
});

/** Without rows and columns at its border. */
export const cropping2d: Apply<"cropping2d"> = ({ cropping: [[top, bottom], [left, right]] }, [x]) => {
  const [batch, height, width, channels] = x!.shape as [number, number, number, number];
  const size = [batch, height - top - bottom, width - left - right, channels];
  return { value: tf.slice(x!, [0, top, left, 0], size) };
};

/** Each pixel as often as `size` says, both ways. */
export const upSampling2d: Apply<"upSampling2d"> = ({ size: [rows, columns] }, [x]) => {
  const [batch, height, width, channels] = x!.shape as [number, number, number, number];
  const pixels = tf.reshape(x!, [batch * height, 1, width, 1, channels]);
  const value = tf.mul(pixels, tf.ones([1, rows, 1, columns, 1]));
  return { value: tf.reshape(value, [batch, height * rows, width * columns, channels]) };
};
