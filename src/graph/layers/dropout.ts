import { passesMask } from "../mask";
import type { Kind } from "./kind";
import { requireFloat } from "./kind";

/** The shape stays. FLOPs: none, for at inference it passes everything. */
export const dropout: Kind<"dropout"> = {
  arity: "one",
  mask: passesMask,
  infer: (_layer, input) =>
    requireFloat("dropout", input) ?? { shape: input.shape, dtype: "float32", weights: [], flops: 0 },
};
