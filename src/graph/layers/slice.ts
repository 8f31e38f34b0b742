import { asWritten } from "./as-written";
import { isMessage } from "../message";
import * as messages from "../messages";
import { axisIn, passesMaskBeside, rangeOf, replaceAxis } from "./axes";
import type { Kind } from "./kind";

/** `[…, n, …]` -> `[…, …]` for one position, `[…, end - start, …]` for a range. FLOPs: none. */
export const slice: Kind<"slice"> = {
  arity: "one",
  mask: ({ axis }, { shape }) => passesMaskBeside(axis, shape),
  infer(layer, input) {
    const { at, start, end } = asWritten(layer);
    const given = {
      ...(at !== undefined && { at }),
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    };
    const isRange = start !== undefined || end !== undefined;
    if (isRange === (at !== undefined)) return messages.sliceOfWhat(isRange);
    const axis = axisIn("slice", layer.axis, input.shape);
    if (isMessage(axis)) return axis;
    const length = input.shape[axis]!;
    const [first, last] = rangeOf(given, length);
    if (first < 0 || last > length || first >= last)
      return messages.outsideOfAxis("slice", given, layer.axis, length);
    const shape = replaceAxis(input.shape, axis, isRange ? [last - first] : []);
    return { shape, dtype: input.dtype, weights: [], flops: 0 };
  },
};
