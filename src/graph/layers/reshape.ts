import { sizeOf } from "../../shape";
import * as messages from "../messages";
import type { Kind } from "./kind";

/** The same values in `targetShape`, whose one -1, if any, is what is left over. */
export const reshape: Kind<"reshape"> = {
  arity: "one",
  infer({ targetShape }, input) {
    const open = targetShape.filter((length) => length === -1).length;
    if (open > 1 || targetShape.some((length) => length < 1 && length !== -1)) {
      return messages.badTargetShape(targetShape);
    }
    const size = sizeOf(input.shape);
    const fixed = sizeOf(targetShape.filter((length) => length !== -1));
    if (open === 0 ? fixed !== size : size % fixed !== 0) {
      return messages.cannotReshape(input.shape, targetShape);
    }
    const shape = targetShape.map((length) => (length === -1 ? size / fixed : length));
    return { shape, dtype: input.dtype, weights: [], flops: 0 };
  },
};
