/*
 * A route: who decides on top, its branches side by side in their own order, and below what becomes of their values. Branches that
 * are too many for one row stand in several, the way to them along the left border and the way from them along the right.
 */
import type { Arranged, Item } from "./layered";
import type { Point, Stroke } from "./layout";

const gap = { x: 14, y: 32, lanes: 46, rail: 22 };
/** From the bottom of a row to the line that collects, and to that which brings to the next row. */
const lane = { from: 16, to: 30 };
/** Pixels of branches in one row. */
const widestRow = 1_300;

/** A line, and of which branch; of none where those of several go together. */
export interface ForkLine {
  readonly role: "chosen" | "merges";
  readonly branch: number | undefined;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly strokes: readonly Stroke[];
}

export interface Fork extends Omit<Arranged, "lines"> {
  readonly lines: readonly ForkLine[];
  /** Of the decision and the merge. */
  readonly centre: number;
}

/** A branch: its numbers for colours, and where on its borders its line begins and ends. */
export interface ForkBranch extends Item {
  readonly branch: number;
  readonly entry: number;
  readonly exit: number;
}

/** @param least of the width */
export function arrangeFork(
  decision: Item,
  branches: readonly ForkBranch[],
  merge: Item,
  least: number,
): Fork {
  const all = widthOf(branches);
  const perRow = Math.ceil(branches.length / Math.max(1, Math.ceil(all / widestRow)));
  const rows = Array.from({ length: Math.ceil(branches.length / Math.max(1, perRow)) }, (_, r) =>
    branches.slice(r * perRow, (r + 1) * perRow),
  );
  const rail = rows.length > 1 ? gap.rail : 0;
  const inside = Math.max(...rows.map(widthOf), decision.width, merge.width, least - 2 * rail);
  const width = inside + 2 * rail;
  const centre = Math.round(width / 2);
  const spots = new Map([[decision.id, { left: centre - Math.round(decision.width / 2), top: 0 }]]);
  const lines: ForkLine[] = [];
  let top = decision.height + gap.y;
  const first = top;
  const bottoms: number[] = [];
  for (const row of rows) {
    let left = Math.round((width - widthOf(row)) / 2);
    for (const branch of row) {
      spots.set(branch.id, { left, top });
      left += branch.width + gap.x;
    }
    bottoms.push(top + Math.max(...row.map(({ height }) => height)));
    top = bottoms.at(-1)! + gap.lanes;
  }
  const end = bottoms.at(-1) ?? decision.height;
  const mergeTop = end + gap.y;
  spots.set(merge.id, { left: centre - Math.round(merge.width / 2), top: mergeTop });
  const start: Point = [centre, decision.height];
  const goal: Point = [centre, mergeTop];

  rows.forEach((row, r) => {
    const ids = row.map(({ id }) => id);
    const above = r === 0 ? undefined : bottoms[r - 1]! + lane.to;
    const below = r === rows.length - 1 ? undefined : bottoms[r]! + lane.from;
    const entries = row.map((branch) => spots.get(branch.id)!.left + branch.entry);
    const exits = row.map((branch) => spots.get(branch.id)!.left + branch.exit);
    const shared = (role: ForkLine["role"], points: readonly Point[]) =>
      lines.push({
        role,
        branch: undefined,
        from: role === "chosen" ? [decision.id] : ids,
        to: role === "chosen" ? ids : [merge.id],
        strokes: [{ points, arrow: false }],
      });
    const x = rail / 2;
    if (above !== undefined) {
      shared("chosen", [start, [x, first], [x, above], [Math.max(...entries), above]]);
    }
    if (below !== undefined) {
      shared("merges", [[Math.min(...exits), below], [width - x, below], [width - x, end], goal]);
    }
    row.forEach(({ id, branch, height }, i) => {
      const spot = spots.get(id)!;
      const entry: Point = [entries[i]!, spot.top];
      const exit: Point = [exits[i]!, spot.top + height];
      const into: Point[] = above === undefined ? [start, entry] : [[entry[0], above], entry];
      const out: Point[] =
        below === undefined ? [exit, [exit[0], end], goal] : [exit, [exit[0], bottoms[r]!], [exit[0], below]];
      const strokes = (points: readonly Point[]): Stroke[] => [{ points: distinct(points), arrow: false }];
      lines.push({ role: "chosen", branch, from: [decision.id], to: [id], strokes: strokes(into) });
      lines.push({ role: "merges", branch, from: [id], to: [merge.id], strokes: strokes(out) });
    });
  });
  return { width, height: mergeTop + merge.height, spots, lines, centre };
}

const widthOf = (row: readonly Item[]): number => row.reduce((sum, { width }) => sum + width + gap.x, -gap.x);

const distinct = (points: readonly Point[]): Point[] =>
  points.filter(([x, y], i) => x !== points[i - 1]?.[0] || y !== points[i - 1]?.[1]);
