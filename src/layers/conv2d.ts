import * as tf from "@tensorflow/tfjs-core";
import { applyActivation } from "./activations";
import { addBias } from "./bias";
import type { Apply } from "./layer";

/** `[batch, h, w, c]` -> `[batch, h', w', filters]`; kernel `[kh, kw, c, filters]`, bias `[filters]`. */
export const conv2d: Apply<"conv2d"> = (layer, [x], [kernel, bias]) => {
  const image = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...layer.strides], layer.padding);
  return { value: applyActivation(layer.activation, addBias(image, bias)) };
};
