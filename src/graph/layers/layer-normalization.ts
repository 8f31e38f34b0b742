import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import type { Kind } from "./kind";
import { requireLastAxis, weightIf } from "./kind";

/**
 * The shape stays; gamma, beta, each of the length of the last axis.
 * FLOPs for each value: the mean 1, the variance 3, normalising 2, gamma and beta 1 each.
 */
export const layerNormalization: Kind<"layerNormalization"> = {
  arity: "one",
  mask: passesMask,
  infer(layer, input) {
    const width = requireLastAxis("layerNormalization", input);
    if (isMessage(width)) return width;
    const weights = [
      ...weightIf(layer.scale, "gamma", [width], "ones"),
      ...weightIf(layer.center, "beta", [width], "zeros"),
    ];
    return {
      shape: input.shape,
      dtype: "float32",
      weights,
      flops: sizeOf(input.shape) * (6 + weights.length),
    };
  },
};
