import * as tf from "@tensorflow/tfjs-core";
import { applyActivation } from "./activations";
import { addBias } from "./bias";
import type { Apply } from "./layer";

/**
 * A depthwise convolution (`[kh, kw, c, m]`, with the strides), then a 1 x 1 convolution (`[1, 1, c · m, filters]`);
 * one bias `[filters]` and one activation at the end.
 */
export const separableConv2d: Apply<"separableConv2d"> = (layer, [x], weights) => {
  const [each, mix, bias] = weights;
  const channels = tf.depthwiseConv2d(
    x as tf.Tensor4D,
    each as tf.Tensor4D,
    [...layer.strides],
    layer.padding,
  );
  const image = tf.conv2d(channels, mix as tf.Tensor4D, 1, "valid");
  return { value: applyActivation(layer.activation, addBias(image, bias)) };
};
