import * as tf from "@tensorflow/tfjs-core";
import { applyActivation } from "./activations";
import { addBias } from "./bias";
import type { Apply } from "./layer";

/**
 * `[batch, h, w, c]` -> `[batch, h', w', c · depthMultiplier]`; kernel `[kh, kw, c, depthMultiplier]`, bias
 * `[c · depthMultiplier]`. The outputs of one channel stand side by side.
 */
export const depthwiseConv2d: Apply<"depthwiseConv2d"> = (layer, [x], [kernel, bias]) => {
  const image = tf.depthwiseConv2d(
    x as tf.Tensor4D,
    kernel as tf.Tensor4D,
    [...layer.strides],
    layer.padding,
  );
  return { value: applyActivation(layer.activation, addBias(image, bias)) };
};
