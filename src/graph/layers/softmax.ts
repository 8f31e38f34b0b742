import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import type { Kind } from "./kind";
import { activationFlops, requireLastAxis } from "./kind";

/** The shape stays. FLOPs: 5 for each value. */
export const softmax: Kind<"softmax"> = {
  arity: "one",
  mask: passesMask,
  infer(_layer, input) {
    const width = requireLastAxis("softmax", input);
    if (isMessage(width)) return width;
    const flops = activationFlops("softmax", sizeOf(input.shape));
    return { shape: input.shape, dtype: "float32", weights: [], flops };
  },
};
