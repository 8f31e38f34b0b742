import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { activationFlops, requireImage, weight, weightIf } from "./kind";
import { slide } from "./window";

/**
 * `[h, w, c]` -> `[h', w', c · multiplier]`; depthwiseKernel `[kh, kw, c, multiplier]`, bias `[c · multiplier]`.
 * FLOPs: 2 · kh · kw + 1 for each output. Both strides are alike, as TensorFlow's kernel demands.
 */
export const depthwiseConv2d: Kind<"depthwiseConv2d"> = {
  arity: "one",
  infer(layer, input) {
    const image = requireImage("depthwiseConv2d", input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    const kernel = layer.kernelSize;
    const strides = layer.strides;
    if (strides[0] !== strides[1]) return messages.unequalStrides("depthwiseConv2d", strides);
    const out = slide("kernel", [height, width], kernel, strides, layer.padding);
    if (isMessage(out)) return out;
    const filters = channels * layer.depthMultiplier;
    const size = out[0] * out[1] * filters;
    return {
      shape: [...out, filters],
      dtype: "float32",
      weights: [
        weight("depthwiseKernel", [...kernel, channels, layer.depthMultiplier], layer.depthwiseInitializer),
        ...weightIf(layer.useBias, "bias", [filters], layer.biasInitializer),
      ],
      flops:
        size * (2 * kernel[0] * kernel[1] + (layer.useBias ? 1 : 0)) +
        activationFlops(layer.activation, size),
    };
  },
};
