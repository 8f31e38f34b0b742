import { passesMask } from "../mask";
import type { Kind } from "./kind";

/** The shape stays. FLOPs: none. */
export const stopGradient: Kind<"stopGradient"> = {
  arity: "one",
  mask: passesMask,
  stopsGradient: () => true,
  infer: (_layer, { shape, dtype }) => ({ shape, dtype, weights: [], flops: 0 }),
};
