import * as tf from "@tensorflow/tfjs-core";
import type { Padding } from "../spec/language";

/** The padding before and after one axis that TensorFlow's `same` uses. */
function samePadding(length: number, window: number, stride: number): [number, number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + window - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * Each channel of `x` by itself, with `kernel` `[kh, kw, c, m]`: `[batch, h', w', c · m]`.
 *
 * TensorFlow's kernel takes equal strides only. With others the convolution runs at stride 1, and a pooling window of
 * one pixel then picks every so manieth row and column: unlike a strided slice it has a gradient on each backend.
 */
export function depthwise(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  strides: readonly [number, number],
  padding: Padding,
): tf.Tensor4D {
  const [down, across] = strides;
  if (down === across) return tf.depthwiseConv2d(x, kernel, [down, across], padding);
  const [kernelHeight, kernelWidth] = kernel.shape;
  const padded =
    padding === "valid"
      ? x
      : tf.pad4d(x, [
          [0, 0],
          samePadding(x.shape[1], kernelHeight, down),
          samePadding(x.shape[2], kernelWidth, across),
          [0, 0],
        ]);
  return tf.maxPool(tf.depthwiseConv2d(padded, kernel, 1, "valid"), 1, [down, across], "valid");
}
