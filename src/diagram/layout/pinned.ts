/* Boxes where the author has put them; others below these, as they would be by themselves. */
import { Streets, type Rectangle } from "./around";
import { arrange, type Arranged, type Item, type ItemNet, type Spot } from "./layered";
import type { Point, Stroke } from "./layout";

type View = Readonly<Record<string, readonly [number, number]>>;

const gap = 48;
/** Between boxes that would lie over one another. */
const apart = 32;
/** Boxes that so large a factor would not part were put over one another on purpose. */
const mostApart = 8;
/** Between lines that end side by side. */
const entryGap = 14;

export const isPinned = (items: readonly Item[], view: View): boolean =>
  items.some(({ id }) => Object.hasOwn(view, id));

/** Nobody scrolls further than that, and what a drawing may not hold is no place. */
const farthest = 1e5;
const within = (at: number): number => (Number.isNaN(at) ? 0 : Math.max(-farthest, Math.min(farthest, at)));

export function arrangePinned(items: readonly Item[], nets: readonly ItemNet[], given: View): Arranged {
  const view: View = Object.fromEntries(
    Object.entries(given).map(([id, [x, y]]) => [id, [within(x), within(y)] as const]),
  );
  const spots = new Map<string, Spot>();
  const free = items.filter(({ id }) => !Object.hasOwn(view, id));
  const fixed = items.filter(({ id }) => Object.hasOwn(view, id));
  const least = (axis: 0 | 1) => Math.min(...fixed.map(({ id }) => view[id]![axis]));
  const [left, top] = [least(0), least(1)];
  const scale = scaleOf(fixed, view);
  for (const { id } of fixed) {
    const [x, y] = view[id]!;
    spots.set(id, { left: Math.round((x - left) * scale) + gap, top: Math.round((y - top) * scale) });
  }
  const bottom = Math.max(...fixed.map(({ id, height }) => spots.get(id)!.top + height));
  const isFree = (id: string) => free.some((item) => item.id === id);
  const among = nets.flatMap((net) =>
    isFree(net.from) ? [{ ...net, to: net.to.filter(isFree) }].filter(({ to }) => to.length > 0) : [],
  );
  for (const [id, spot] of arrange(free, among).spots)
    spots.set(id, { left: spot.left + gap, top: spot.top + bottom + gap });
  return { ...lead(items, nets, spots), spots };
}

/**
 * By how much all places move apart where boxes would lie over one another: whoever placed them may have seen smaller ones. Boxes
 * in one and the same place stay there.
 */
function scaleOf(items: readonly Item[], view: View): number {
  let scale = 1;
  for (const [i, a] of items.entries()) {
    for (const b of items.slice(i + 1)) {
      const needed = [0, 1].map((axis) => {
        const [first, second] = [view[a.id]![axis]!, view[b.id]![axis]!];
        const before = first <= second ? a : b;
        const away = Math.abs(first - second);
        const length = axis === 0 ? before.width : before.height;
        return away >= length ? 1 : (length + apart) / away;
      });
      const least = Math.min(...needed);
      if (least <= mostApart) scale = Math.max(scale, least);
    }
  }
  return scale;
}

/** The ways between boxes that have their places. */
function lead(
  items: readonly Item[],
  nets: readonly ItemNet[],
  spots: ReadonlyMap<string, Spot>,
): Omit<Arranged, "spots"> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const boxes = items.map(({ id, width, height }): Rectangle => ({ ...spots.get(id)!, width, height }));
  const begins = nets.map(({ key, from }): Point => {
    const [{ width, height, port }, spot] = [byId.get(from)!, spots.get(from)!];
    return [spot.left + Math.round(port?.(key, "out") ?? width / 2), spot.top + height];
  });
  const entering = new Map<string, number[]>();
  nets.forEach(({ to }, n) => {
    for (const id of to) entering.set(id, [...(entering.get(id) ?? []), n]);
  });
  const endOf = (id: string, net: number): Point => {
    const [{ width, port }, spot] = [byId.get(id)!, spots.get(id)!];
    const fixed = port?.(nets[net]!.key, "in");
    if (fixed !== undefined) return [spot.left + Math.round(fixed), spot.top];
    const others = entering.get(id)!.toSorted((a, b) => begins[a]![0] - begins[b]![0]);
    const step = Math.min(entryGap, (width - 20) / Math.max(1, others.length - 1));
    const aside = (others.indexOf(net) - (others.length - 1) / 2) * step;
    return [spot.left + Math.round(width / 2 + aside), spot.top];
  };
  const ends = nets.map(({ to }, n) => to.map((id) => endOf(id, n)));
  const streets = new Streets(boxes, [...begins, ...ends.flat()]);
  const lines = nets.map(({ key, to }, n) => ({
    begins: begins[n]!,
    strokes: to.map((id, i): Stroke => {
      return { points: streets.way(begins[n]!, ends[n]![i]!), arrow: byId.get(id)!.goesOn?.(key) !== true };
    }),
  }));
  const points = lines.flatMap(({ strokes }) => strokes.flatMap((stroke) => stroke.points));
  const width = Math.max(...boxes.map((box) => box.left + box.width), ...points.map(([x]) => x)) + gap;
  const height = Math.max(...boxes.map((box) => box.top + box.height), ...points.map(([, y]) => y));
  return { width, height, lines };
}
