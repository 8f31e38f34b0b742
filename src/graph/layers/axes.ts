/* Axes and positions along them, as an author writes them and as they are. */
import type { Shape } from "../ir";
import type { MaskRule } from "../mask";
import { passesMask } from "../mask";
import type { Message } from "../message";
import * as messages from "../messages";
import { isMessage } from "../message";

/**
 * The axis of a sample, from 0. Written, the batch counts: 1 is a sample's first, -1 its last.
 * @throws Error for an axis that is not there; `axisIn` says what is wrong
 */
export function axisOf(axis: number, shape: Shape): number {
  const found = axis < 0 ? axis + shape.length : axis - 1;
  if (axis !== 0 && found >= 0 && found < shape.length) return found;
  throw new Error(`no axis ${axis} in [${String(shape)}]`);
}

/** The same, or what is wrong with it. */
export function axisIn(type: string, axis: number, shape: Shape): number | Message {
  if (shape.length === 0) return messages.noAxis(type);
  const there = axis < 0 ? axis >= -shape.length : axis > 0 && axis <= shape.length;
  return there ? axisOf(axis, shape) : messages.axisNotThere(type, axis, shape);
}

/** Positions from 0 on; negative ones count from the end. */
export const positionOf = (position: number, length: number): number =>
  position < 0 ? position + length : position;

/** A range along an axis: `[first, end)`. */
export function rangeOf(
  { at, start = 0, end }: { readonly at?: number; readonly start?: number; readonly end?: number },
  length: number,
): readonly [start: number, end: number] {
  if (at !== undefined) return [positionOf(at, length), positionOf(at, length) + 1];
  return [positionOf(start, length), end === undefined ? length : positionOf(end, length)];
}

/** A shape with the axis replaced by others (or by none). */
export const replaceAxis = (shape: Shape, axis: number, by: Shape): Shape => [
  ...shape.slice(0, axis),
  ...by,
  ...shape.slice(axis + 1),
];

/** The shape without an axis, or what is wrong with it. */
export function withoutAxis(type: string, axis: number, shape: Shape): Shape | Message {
  const found = axisIn(type, axis, shape);
  return isMessage(found) ? found : replaceAxis(shape, found, []);
}

/** A layer along one axis of a padded sequence: its mask stays where that is another one than that of the steps. */
export function passesMaskBeside(axis: number, shape: Shape): MaskRule | undefined {
  const found = axis < 0 ? axis + shape.length : axis - 1;
  return found > 0 ? passesMask() : undefined;
}
