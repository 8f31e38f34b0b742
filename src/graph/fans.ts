import { sizeOf } from "../shape";
import type { Shape } from "./ir";

/**
 * Number of values that enter and leave one unit of a weight, as Keras' `compute_fans` has it
 * (keras/src/initializers/random_initializers.py): a kernel `[…, in, out]` has its receptive field as a factor of both.
 */
export function fansOf(shape: Shape): { readonly in: number; readonly out: number } {
  const last = shape.at(-1) ?? 1;
  const before = shape.at(-2) ?? last;
  const field = sizeOf(shape.slice(0, -2));
  return { in: before * field, out: last * field };
}
