import { asWritten } from "./as-written";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Shape } from "../ir";
import { axisIn, axisOf, passesMaskBeside, positionOf, replaceAxis } from "./axes";
import type { Kind } from "./kind";

/** `[…, n, …]` -> `[…, indices, …]`, the indices an option or a second input. FLOPs: none. */
export const gather: Kind<"gather"> = {
  arity: "one or two",
  mask: ({ axis }, { shape }) => passesMaskBeside(axis, shape),
  ids(layer, [from, each]) {
    if (!from || !each) return undefined;
    const count = from[axisOf(layer.axis, from)]!;
    return {
      input: 1,
      count,
      noun: "index",
      hint: (path) => `axis ${layer.axis} of what ${path} takes from has positions 0 to ${count - 1}`,
    };
  },
  stopsGradient: (position) => position === 1,
  infer(layer, input, [, each]) {
    const { indices } = asWritten(layer);
    if ((indices === undefined) === (each === undefined)) return messages.gatherWhat(each?.path);
    if (each && each.dtype !== "int32") return messages.indicesAreWhole("gather", each.path);
    const axis = axisIn("gather", layer.axis, input.shape);
    if (isMessage(axis)) return axis;
    const length = input.shape[axis]!;
    const outside = indices?.find((index) => positionOf(index, length) < 0 || index >= length);
    if (outside !== undefined) return messages.outsideOfAxis("gather", { at: outside }, layer.axis, length);
    const by: Shape = each?.shape ?? [indices!.length];
    return { shape: replaceAxis(input.shape, axis, by), dtype: input.dtype, weights: [], flops: 0 };
  },
};
