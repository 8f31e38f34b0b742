/* What leads from box to box. */
import type { Point, Stroke, Wire } from "../layout/layout";
import type { Role } from "../model";
import { fittedText } from "./fitted-text";
import { element } from "./svg";
import type { Colours } from "./theme";

const dashes: Readonly<Partial<Record<Role, string>>> = { decides: "5 4" };

export function paintWire({ role, branch, strokes, label, labelAt }: Wire, colours: Colours): string {
  const stroke = branch === undefined ? colours.quiet : colours.branch(branch);
  const style = { fill: "none", stroke, "stroke-width": 1.5, "stroke-dasharray": dashes[role] };
  return [
    ...strokes.map((each) => element("path", { d: pathOf(each), ...style })),
    ...strokes.map((each) => (each.arrow ? arrow(each.points.at(-1)!, stroke) : "")),
    labelAt ? fittedText(label, "small", colours, { x: labelAt[0], y: labelAt[1], fill: colours.quiet }) : "",
  ].join("");
}

/** Lines arrive straight down. */
const arrow = ([x, y]: Point, fill: string): string =>
  element("path", { d: `M${x - 4},${y - 8} h8 l-4,8 z`, fill });

/** Straight down or across; else bent so that it leaves and arrives straight down. */
function pathOf({ points, arrow: isArrow }: Stroke): string {
  const last = points.length - 1;
  let [x, y] = points[0]!;
  let path = `M${x},${y}`;
  points.slice(1).forEach((point, i) => {
    const [nextX, below] = point;
    // The arrow's head ends at the border, the line in its middle.
    const nextY = isArrow && i + 1 === last ? below - 4 : below;
    if (nextX === x || nextY === y) path += ` L${nextX},${nextY}`;
    else {
      const middle = (y + nextY) / 2;
      path += ` C${x},${middle} ${nextX},${middle} ${nextX},${nextY}`;
    }
    [x, y] = [nextX, nextY];
  });
  return path;
}

/** Points along a stroke, as it is painted: for whoever asks what it passes. */
export function pointsAlong({ points }: Stroke, each = 16): Point[] {
  return points.slice(1).flatMap(([x2, y2], i): Point[] => {
    const [x1, y1] = points[i]!;
    return Array.from({ length: each + 1 }, (_, k): Point => {
      const t = k / each;
      if (x1 === x2 || y1 === y2) return [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t];
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      const middle = (y1 + y2) / 2;
      return [(a + b) * x1 + (c + d) * x2, a * y1 + (b + c) * middle + d * y2];
    });
  });
}
