import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import type { Kind } from "./kind";
import { activationFlops, requireLastAxis, weight, weightIf } from "./kind";

/** `[…, in]` -> `[…, units]`; kernel `[in, units]`, bias `[units]`. FLOPs: 2 · in + 1 for each output. */
export const dense: Kind<"dense"> = {
  arity: "one",
  mask: passesMask,
  infer(layer, input) {
    const width = requireLastAxis("dense", input);
    if (isMessage(width)) return width;
    const shape = [...input.shape.slice(0, -1), layer.units];
    const size = sizeOf(shape);
    return {
      shape,
      dtype: "float32",
      weights: [
        weight("kernel", [width, layer.units], layer.kernelInitializer),
        ...weightIf(layer.useBias, "bias", [layer.units], layer.biasInitializer),
      ],
      flops: size * (2 * width + (layer.useBias ? 1 : 0)) + activationFlops(layer.activation, size),
    };
  },
};
