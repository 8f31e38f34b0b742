import type { Figure, Trace } from "./figure";

/** Of which many make one element: samples that are counted, cells that are painted into one picture. */
const perElement = 100;
const counted = new Set(["histogram", "histogram2d", "histogram2dcontour"]);
const painted = new Set(["heatmap", "contour"]);

/** Elements that a drawing would have, roughly: a line is one, however long. Each takes about 0.25 ms. */
export function countMarks({ data }: Figure): number {
  return data.reduce((sum, trace) => sum + Math.ceil(marksOf(trace)), 0);
}

function marksOf(trace: Trace): number {
  const { type = "scatter", mode, x, y, z, values } = trace as Trace & Partial<Record<string, unknown>>;
  if (type === "scatter" && mode === "lines") return 1;
  if (painted.has(type)) return (lengthOf(z) * lengthOf(Array.isArray(z) ? z[0] : undefined)) / perElement;
  const longest = Math.max(lengthOf(x), lengthOf(y), lengthOf(values));
  return counted.has(type) ? longest / perElement : longest;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as ArrayLike<unknown>).length : 0;
}
