import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { activationFlops, requireFloat } from "./kind";

/** The shape stays. FLOPs: 5 for each value of a softmax, which works on the last axis; none for the others. */
export const activation: Kind<"activation"> = {
  arity: "one",
  mask: passesMask,
  infer(layer, input) {
    if (layer.activation === "softmax" && input.shape.length === 0) return messages.noAxis("softmax");
    return (
      requireFloat("activation", input) ?? {
        shape: input.shape,
        dtype: "float32",
        weights: [],
        flops: activationFlops(layer.activation, sizeOf(input.shape)),
      }
    );
  },
};
