/* Values on another scale, with numbers that are given. */
import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import * as messages from "../messages";
import type { Kind } from "./kind";

/** The shape stays. FLOPs: 2 for each value. */
export const rescaling: Kind<"rescaling"> = {
  arity: "one",
  mask: passesMask,
  infer: (_layer, { shape }) => ({ shape, dtype: "float32", weights: [], flops: 2 * sizeOf(shape) }),
};

/** The shape stays. FLOPs: 2 for each value. */
export const normalization: Kind<"normalization"> = {
  arity: "one",
  mask: passesMask,
  infer({ mean, variance }, { shape }) {
    const width = shape.at(-1) ?? 1;
    const fits = (count: number) => count === width || Number.isNaN(width);
    for (const [option, given] of Object.entries({ mean, variance })) {
      if (typeof given !== "number" && !fits(given.length))
        return messages.statisticsForAxis(option, given.length, shape);
    }
    const negative = [variance].flat().find((value) => value < 0);
    if (negative !== undefined) return messages.negativeVariance(negative);
    return { shape, dtype: "float32", weights: [], flops: 2 * sizeOf(shape) };
  },
};
