/* Which value is the largest: as a position, or as a 1 among zeros. */
import { asWritten } from "./as-written";
import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import * as messages from "../messages";
import { passesMaskBeside, withoutAxis } from "./axes";
import type { Kind } from "./kind";
import { requireFloat, requireLastAxis } from "./kind";

/** `[…, n, …]` -> `[…, …]` of integers. FLOPs: n - 1 comparisons for each. */
export const argmax: Kind<"argmax"> = {
  arity: "one",
  mask: ({ axis }, { shape }) => passesMaskBeside(axis, shape),
  stopsGradient: () => true,
  infer(layer, input) {
    const shape = requireFloat("argmax", input) ?? withoutAxis("argmax", layer.axis, input.shape);
    if (isMessage(shape)) return shape;
    return { shape, dtype: "int32", weights: [], flops: sizeOf(input.shape) - sizeOf(shape) };
  },
};

/** Real numbers `[…, n]` -> `[…, n]`; integers `[…]` -> `[…, classes]`. FLOPs: n - 1 comparisons for each, or none. */
export const oneHot: Kind<"oneHot"> = {
  arity: "one",
  mask: passesMask,
  stopsGradient: () => true,
  ids(layer) {
    const { classes } = asWritten(layer);
    if (classes === undefined) return undefined;
    const hint = (path: string) =>
      `${path} knows ids 0 to ${classes - 1}: raise its "classes", or change the data`;
    return { input: 0, count: classes, noun: "id", hint };
  },
  infer(layer, input) {
    const { classes } = asWritten(layer);
    if (input.dtype === "int32") {
      if (classes === undefined) return messages.oneHotOfHowMany(input.path);
      return { shape: [...input.shape, classes], dtype: "float32", weights: [], flops: 0 };
    }
    if (classes !== undefined) return messages.oneHotOfReals(input.path);
    const width = requireLastAxis("oneHot", input);
    if (isMessage(width)) return width;
    const size = sizeOf(input.shape);
    return { shape: input.shape, dtype: "float32", weights: [], flops: size - size / width };
  },
};
