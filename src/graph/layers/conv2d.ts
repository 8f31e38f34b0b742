import { isMessage } from "../message";
import type { Kind } from "./kind";
import { activationFlops, requireImage, weight, weightIf } from "./kind";
import { slide } from "./window";

/**
 * `[h, w, c]` -> `[h', w', filters]`; kernel `[kh, kw, c, filters]`, bias `[filters]`.
 * FLOPs: 2 · kh · kw · c + 1 for each output.
 */
export const conv2d: Kind<"conv2d"> = {
  arity: "one",
  infer(layer, input) {
    const image = requireImage("conv2d", input);
    if (isMessage(image)) return image;
    const [height, width, channels] = image;
    const kernel = layer.kernelSize;
    const out = slide("kernel", [height, width], kernel, layer.strides, layer.padding);
    if (isMessage(out)) return out;
    const size = out[0] * out[1] * layer.filters;
    return {
      shape: [...out, layer.filters],
      dtype: "float32",
      weights: [
        weight("kernel", [...kernel, channels, layer.filters], layer.kernelInitializer),
        ...weightIf(layer.useBias, "bias", [layer.filters], layer.biasInitializer),
      ],
      flops:
        size * (2 * kernel[0] * kernel[1] * channels + (layer.useBias ? 1 : 0)) +
        activationFlops(layer.activation, size),
    };
  },
};
