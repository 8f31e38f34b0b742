/* What every drawing holds to, whatever it shows. */
import { layoutOf, type Box, type Layout, type Picture, type Point } from "../../src/diagram";
import { Nesting } from "../../src/diagram/model/links";
import { pointsAlong } from "../../src/diagram/paint/wire";

type Rectangle = Pick<Layout, "width" | "height"> & { readonly left: number; readonly top: number };

/** What is wrong with a picture's layout, in words; nothing where it is sound. */
export function faultsOf(picture: Picture, layout: Layout = layoutOf(picture)): string[] {
  return [...boxFaults(picture, layout), ...wireFaults(picture, layout)];
}

function boxFaults({ boxes }: Picture, { places, width, height }: Layout): string[] {
  const faults: string[] = [];
  const visit = (level: readonly Box[], around: Rectangle, name: string) => {
    const sorted = level.map((box) => ({ box, at: places.get(box.id)! }));
    sorted.sort((a, b) => a.at.top - b.at.top);
    for (const [i, { box, at }] of sorted.entries()) {
      const right = at.left + at.width;
      const inside =
        at.left >= around.left &&
        at.top >= around.top &&
        right <= around.left + around.width &&
        at.top + at.height <= around.top + around.height;
      if (!inside) faults.push(`${box.id} leaves ${name}`);
      for (let j = i + 1; j < sorted.length && sorted[j]!.at.top < at.top + at.height; j++) {
        const other = sorted[j]!;
        if (other.at.left < right && at.left < other.at.left + other.at.width)
          faults.push(`${box.id} lies over ${other.box.id}`);
      }
      visit(box.boxes, at, box.id);
    }
  };
  visit(boxes, { left: 0, top: 0, width, height }, "the picture");
  return faults;
}

/** No line passes a box that it neither begins nor ends at, nor one of these. */
function wireFaults({ boxes }: Picture, { places, wires }: Layout): string[] {
  const nesting = new Nesting(boxes);
  const faults: string[] = [];
  for (const { from, to, strokes } of wires) {
    const ends = [from, ...to];
    const open = new Set(ends.flatMap((id) => nesting.trail(id).slice(0, -1)));
    // What goes on from a border inside of the box that it belongs to.
    if (ends.every((id) => id === from)) open.add(from);
    for (const stroke of strokes) {
      const points = pointsAlong(stroke);
      const low = points.reduce((least, [, y]) => Math.min(least, y), Number.POSITIVE_INFINITY);
      const high = points.reduce((most, [, y]) => Math.max(most, y), Number.NEGATIVE_INFINITY);
      for (const [id, place] of places) {
        if (open.has(id) || place.top + 1 > high || place.top + place.height - 1 < low) continue;
        if (points.some((point, i) => i > 0 && passes(points[i - 1]!, point, place)))
          faults.push(`${from} -> ${to.join()} passes ${id}`);
      }
    }
  }
  return faults;
}

/** Whether a straight line goes through the inside of a rectangle (Liang and Barsky 1984). */
export function passes([x1, y1]: Point, [x2, y2]: Point, { left, top, width, height }: Rectangle): boolean {
  let [enters, leaves] = [0, 1];
  const sides = [
    [x1 - x2, x1 - left - 1],
    [x2 - x1, left + width - 1 - x1],
    [y1 - y2, y1 - top - 1],
    [y2 - y1, top + height - 1 - y1],
  ] as const;
  for (const [p, q] of sides) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) enters = Math.max(enters, q / p);
    else leaves = Math.min(leaves, q / p);
  }
  return enters < leaves;
}
