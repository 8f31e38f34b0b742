import { sizeOf } from "../../shape";
import type { Kind } from "./kind";

/** `[a, b, …]` -> `[a · b · …]`, and a single number `[]` -> `[1]`, as in Keras. */
export const flatten: Kind<"flatten"> = {
  arity: "one",
  infer: (_layer, input) => ({ shape: [sizeOf(input.shape)], dtype: input.dtype, weights: [], flops: 0 }),
};
