import { sizeOf } from "../../shape";
import type { Kind } from "./kind";
import { requireLastAxis } from "./kind";
import { isMessage } from "../message";

/** The shape stays. FLOPs: one for each value, for masked steps become 0. */
export const masking: Kind<"masking"> = {
  arity: "one",
  mask: ({ maskValue }) => ({ gives: { from: "values", padding: maskValue, alongLast: true } }),
  infer(layer, input) {
    const refused = requireLastAxis(layer.type, input);
    if (isMessage(refused)) return refused;
    return { shape: input.shape, dtype: "float32", weights: [], flops: sizeOf(input.shape) };
  },
};
