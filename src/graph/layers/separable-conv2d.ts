import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { activationFlops, requireImage, weight, weightIf } from "./kind";
import { slide } from "./window";

/**
 * `[h, w, c]` -> `[h', w', filters]`, through `[h', w', c · multiplier]`; depthwiseKernel `[kh, kw, c, multiplier]`,
 * pointwiseKernel `[1, 1, c · multiplier, filters]`, bias `[filters]`. FLOPs: 2 · kh · kw for each value between,
 * 2 · c · multiplier + 1 for each output. Both strides are alike, as TensorFlow's kernel demands.
 */
export const separableConv2d: Kind<"separableConv2d"> = {
  arity: "one",
  infer(layer, input) {
    const image = requireImage("separableConv2d", input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    const kernel = layer.kernelSize;
    const strides = layer.strides;
    if (strides[0] !== strides[1]) return messages.unequalStrides("separableConv2d", strides);
    const out = slide("kernel", [height, width], kernel, strides, layer.padding);
    if (isMessage(out)) return out;
    const between = channels * layer.depthMultiplier;
    const size = out[0] * out[1] * layer.filters;
    return {
      shape: [...out, layer.filters],
      dtype: "float32",
      weights: [
        weight("depthwiseKernel", [...kernel, channels, layer.depthMultiplier], layer.depthwiseInitializer),
        weight("pointwiseKernel", [1, 1, between, layer.filters], layer.pointwiseInitializer),
        ...weightIf(layer.useBias, "bias", [layer.filters], layer.biasInitializer),
      ],
      flops:
        out[0] * out[1] * between * 2 * kernel[0] * kernel[1] +
        size * (2 * between + (layer.useBias ? 1 : 0)) +
        activationFlops(layer.activation, size),
    };
  },
};
