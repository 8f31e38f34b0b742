/*
 * Numbers of a shape as nested brackets, as numpy prints them: columns below each other, the middle of long axes left out.
 */

/** Of each axis that is longer than `longest`, this many elements at either end. */
const atEdge = 3;
const longest = 10;

/** `values` in row-major order. */
export function nestedValues(values: readonly unknown[], shape: readonly number[]): string {
  const texts = values.map(String);
  if (shape.length === 0) return texts[0] ?? "";
  const width = shape.length > 1 ? Math.max(0, ...shownWidths(texts, shape)) : 0;
  const write = (axis: number, start: number): string => {
    if (axis === shape.length) return texts[start]!.padStart(width);
    const step = stepOf(shape, axis);
    const parts = shownIndices(shape[axis]!).map((i) => (i < 0 ? "…" : write(axis + 1, start + i * step)));
    const isRow = axis === shape.length - 1;
    return `[${parts.join(isRow ? ", " : `,\n${" ".repeat(axis + 1)}`)}]`;
  };
  return write(0, 0);
}

/** -1 stands for those that are left out. */
function shownIndices(length: number): number[] {
  if (length <= longest) return Array.from({ length }, (_, i) => i);
  const edge = Array.from({ length: atEdge }, (_, i) => i);
  return [...edge, -1, ...edge.map((i) => length - atEdge + i)];
}

function shownWidths(texts: readonly string[], shape: readonly number[]): number[] {
  let starts = [0];
  for (const [axis, length] of shape.entries()) {
    const step = stepOf(shape, axis);
    starts = starts.flatMap((start) =>
      shownIndices(length).flatMap((i) => (i < 0 ? [] : [start + i * step])),
    );
  }
  return starts.map((start) => texts[start]!.length);
}

function stepOf(shape: readonly number[], axis: number): number {
  return shape.slice(axis + 1).reduce((product, length) => product * length, 1);
}
