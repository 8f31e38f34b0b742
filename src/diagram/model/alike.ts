/* Boxes that look the same: one after another (a block eighteen times), or side by side (twelve experts). */
import type { Box, Edge } from "./picture";
import type { Nesting } from "./links";

/** Neighbours that one of them can stand for. */
export interface Alike {
  /** By their number among their neighbours; those that repeat together are one list. */
  readonly groups: readonly (readonly number[])[];
}

/** How many must be alike before one stands for all: in a row at least so many groups and boxes; side by side so many. */
const inARow = { groups: 3, boxes: 4, longest: 12 };
const sideBySide = 5;

/** For each box what leads into it from its neighbours or from outside, and where its values go. */
export interface Links {
  readonly from: ReadonlyMap<string, readonly string[]>;
  readonly to: ReadonlyMap<string, readonly string[]>;
}

/** Of all boxes, each with its neighbours: a link to what is further away names the innermost box there. */
export function linksOf(edges: readonly Edge[], nesting: Nesting): Links {
  const from = new Map<string, string[]>();
  const to = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, id: string, other: string) => {
    const known = map.get(id);
    if (known) known.push(other);
    else map.set(id, [other]);
  };
  for (const edge of edges) {
    const parts = nesting.part(edge.from, edge.to);
    if (!parts) continue;
    add(to, parts[0], parts[1]);
    add(from, parts[1], parts[0]);
    for (let id = edge.from; id !== parts[0]; id = nesting.around(id)!) add(to, id, edge.to);
    for (let id = edge.to; id !== parts[1]; id = nesting.around(id)!) add(from, id, edge.from);
  }
  return { from, to };
}

/** Which neighbours are alike: repeats in a row first, then those that stand side by side. No box is in two. */
export function alike(boxes: readonly Box[], links: Links): Alike[] {
  const runs = repeats(boxes, links);
  const taken = new Set(runs.flatMap(({ groups }) => groups.flat()));
  const rows = new Map<string, number[]>();
  boxes.forEach((box, number) => {
    if (taken.has(number) || box.kind === "input") return;
    const ends = [links.from.get(box.id) ?? [], links.to.get(box.id) ?? []];
    const key = JSON.stringify([looks(box, true), ...ends]);
    const known = rows.get(key);
    if (known) known.push(number);
    else rows.set(key, [number]);
  });
  const rowsAlike = [...rows.values()].filter((numbers) => numbers.length >= sideBySide);
  return [...runs, ...rowsAlike.map((numbers) => ({ groups: numbers.map((number) => [number]) }))];
}

/** Runs of boxes one after another, the same one or the same few each time. */
function repeats(boxes: readonly Box[], links: Links): Alike[] {
  const place = new Map(boxes.map(({ id }, number) => [id, number]));
  const signatures = boxes.map((box) => looks(box, false));
  /** What leads into a box, as steps back; what is further away than `most` by its name. */
  const entering = (number: number, most: number) =>
    (links.from.get(boxes[number]!.id) ?? []).map((id) => {
      const back = number - (place.get(id) ?? Number.NEGATIVE_INFINITY);
      return back <= most ? back : id;
    });
  const staysWithin = (number: number, end: number) => {
    const users = links.to.get(boxes[number]!.id) ?? [];
    return users.length > 0 && users.every((id) => (place.get(id) ?? Number.POSITIVE_INFINITY) < end);
  };
  const follows = (start: number, period: number, k: number) => {
    for (let j = 0; j < period; j++) {
      const [now, first] = [start + k * period + j, start + j];
      if (signatures[now] === undefined || signatures[now] !== signatures[first]) return false;
      // The first group takes from what stands before, wherever that is.
      const before = entering(now - period, 2 * period);
      const same = entering(now, 2 * period).every((each, i) => {
        const other = before[i];
        const isOutside = k === 1 && (typeof other !== "number" || other > j);
        return each === other || (isOutside && typeof each === "number");
      });
      if (!same || before.length !== entering(now, 2 * period).length) return false;
      if (!staysWithin(now - period, start + (k + 1) * period)) return false;
    }
    // A run is a chain: what comes next takes from what was before.
    return Array.from({ length: period }, (_, j) => start + k * period + j).some((now) =>
      entering(now, 2 * period).some((back) => typeof back === "number" && back > now - start - k * period),
    );
  };
  const found: Alike[] = [];
  for (let start = 0; start < boxes.length;) {
    let best = { period: 1, count: 1 };
    for (let period = 1; period <= inARow.longest; period++) {
      let count = 1;
      while (follows(start, period, count)) count += 1;
      const enough = count >= inARow.groups && count * period >= inARow.boxes;
      if (enough && count * period > best.count * best.period) best = { period, count };
    }
    const { period, count } = best;
    if (count > 1) {
      const groups = Array.from({ length: count }, (_, k) =>
        Array.from({ length: period }, (_, j) => start + k * period + j),
      );
      found.push({ groups });
    }
    start += count * period;
  }
  return found;
}

/** What a box looks like, without its name; by the same text two boxes look the same. */
export const looks = (box: Box, withShapes: boolean): string => JSON.stringify(lookOf(box, withShapes));

/** Lists within lists, and made a text once: a text of texts doubles its backslashes with each level. */
function lookOf(box: Box, withShapes: boolean): readonly unknown[] {
  return [
    box.kind,
    box.notes,
    box.kind === "decision"
      ? ""
      : box.rows.map(({ text, depth, shape, emphasis }) => [
          // `residual-2` is another `residual`.
          emphasis === "heading" ? text.replace(/-\d+(?=,|$)/, "") : text,
          depth,
          withShapes ? shape : "",
        ]),
    box.facts.shares,
    box.facts.training,
    box.boxes.map((inner) => [lookOf(inner, withShapes), inner.kind === "branch" ? inner.title : ""]),
  ];
}
