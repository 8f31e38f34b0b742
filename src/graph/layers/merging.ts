/* The layers that take several values: add, subtract, multiply, concatenate. */
import type { NormalLayerOf } from "../../spec/language";
import { sizeOf } from "../../shape";
import type { Shape } from "../ir";
import type { MaskRule } from "../mask";
import type { Message } from "../message";
import * as messages from "../messages";
import type { Kind, Outcome, Value } from "./kind";

function mixedTypes(type: string, first: Value, inputs: readonly Value[]): Message | undefined {
  const other = inputs.find((input) => input.dtype !== first.dtype);
  return other && messages.mixedTypes(type, first, other);
}

/**
 * The shape that two take when each is repeated along axes that it lacks, or along which it has length 1; axes are matched
 * from the last one on, as in NumPy and Keras. `undefined`: there is none.
 */
function together(one: Shape, other: Shape): Shape | undefined {
  const rank = Math.max(one.length, other.length);
  const lengths: number[] = [];
  for (let i = 1; i <= rank; i++) {
    const [a, b] = [one.at(-i) ?? 1, other.at(-i) ?? 1];
    // Object.is: a length that only a missing file knows is NaN.
    if (!Object.is(a, b) && a !== 1 && b !== 1) return undefined;
    lengths.unshift(a === 1 ? b : a);
  }
  return lengths;
}

/** Values -> the shape that they have together. FLOPs: one for each value of it and each input but the first. */
function elementwise(
  layer: NormalLayerOf<"add" | "subtract" | "multiply">,
  first: Value,
  inputs: readonly Value[],
): Outcome | Message {
  let shape = first.shape;
  for (const input of inputs) {
    const joined = together(shape, input.shape);
    if (!joined) return messages.differentShapes(layer.type, { ...first, shape }, input);
    shape = joined;
  }
  return (
    mixedTypes(layer.type, first, inputs) ?? {
      shape,
      dtype: first.dtype,
      weights: [],
      flops: sizeOf(shape) * (inputs.length - 1),
    }
  );
}

const either = (): MaskRule => ({ gives: { from: "either" } });

export const add: Kind<"add"> = { arity: "several", mask: either, infer: elementwise };
export const subtract: Kind<"subtract"> = { arity: "two", mask: either, infer: elementwise };
export const multiply: Kind<"multiply"> = { arity: "several", mask: either, infer: elementwise };

/** Values that differ along `axis` only -> side by side along it. `axis` counts a sample's axes; -1 is the last. */
export const concatenate: Kind<"concatenate"> = {
  arity: "several",
  mask: ({ axis }, { shape }) =>
    axis === 0 || axis === -shape.length ? { gives: { from: "beside" } } : either(),
  infer(layer, first, inputs) {
    const rank = first.shape.length;
    const axis = layer.axis < 0 ? layer.axis + rank : layer.axis;
    if (!Number.isInteger(axis) || axis < 0 || axis >= rank)
      return messages.noSuchAxis(layer.axis, first.shape);
    const rest = (shape: readonly number[]) => String(shape.filter((_, i) => i !== axis));
    const other = inputs.find(({ shape }) => shape.length !== rank || rest(shape) !== rest(first.shape));
    if (other) return messages.differentShapesBeside(axis, first, other);
    const length = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    return (
      mixedTypes("concatenate", first, inputs) ?? {
        shape: first.shape.map((own, i) => (i === axis ? length : own)),
        dtype: first.dtype,
        weights: [],
        flops: 0,
      }
    );
  },
};
