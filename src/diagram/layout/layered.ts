/*
 * Neighbours in rows by their distance from what enters, long lines through channels of their own in the rows between: so no
 * line passes a box. What goes from one box to several goes together as far as it can.
 */
import { checkLimit } from "../../limits";
import { ordered, type Step } from "./crossings";
import type { Point, Stroke } from "./layout";
import { ranks } from "./ranks";
import { separate } from "./separate";

export interface Item {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** `in` and `out` stand on the border, above and below all others. */
  readonly place: "box" | "in" | "out";
  /** Where a net enters it or leaves it, from its left; without one, anywhere. */
  readonly port?: (key: string, side: "in" | "out") => number | undefined;
  /** Whether the line of a net that enters it goes on inside, so that it does not end at the border. */
  readonly goesOn?: (key: string) => boolean;
}

/** What leads from an item to others. */
export interface ItemNet {
  readonly key: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Pixels of what stands beside its beginning. */
  readonly label: number;
}

export interface Spot {
  readonly left: number;
  readonly top: number;
}

export interface Arranged {
  readonly width: number;
  readonly height: number;
  readonly spots: ReadonlyMap<string, Spot>;
  /** For each net. */
  readonly lines: readonly { readonly strokes: readonly Stroke[]; readonly begins: Point }[];
}

const gap = { x: 26, channel: 12, y: 32, steep: 0.06, most: 60, border: 10 };
const channelWidth = 8;
/** Between lines that end side by side. */
const entryGap = 16;
/** Below a box, for what its value is. */
const labelHeight = 15;

/** A place in a row: an item, or the channel of a net that passes. */
interface Slot {
  readonly item?: Item;
  readonly width: number;
  readonly height: number;
}

/** A net from one row to the next. */
interface Hop extends Step {
  readonly net: number;
  /** Whether it ends there. */
  readonly arrives: boolean;
}

/** @throws EspalierError where so many nets pass so many rows that the drawing has more places than its limit */
export function arrange(items: readonly Item[], nets: readonly ItemNet[]): Arranged {
  const number = new Map(items.map(({ id }, i) => [id, i]));
  const rank = rowsOf(items, nets, number);
  const leaving = items.map((): number[] => []);
  const entering = items.map((): number[] => []);
  nets.forEach(({ from, to }, n) => {
    leaving[number.get(from)!]!.push(n);
    for (const each of to) entering[number.get(each)!]!.push(n);
  });
  const slots: Slot[] = items.map((item, i) => slotOf(item, leaving[i]!, nets));
  const rows: number[][] = Array.from({ length: 1 + largest(rank, -1) }, () => []);
  items.forEach((_, i) => rows[rank[i]!]!.push(i));
  checkLimit("drawingPlaces", placesOf(nets, number, rank, slots.length), places(items, nets));
  const hops: Hop[] = [];
  nets.forEach(({ from, to }, net) => {
    let upper = number.get(from)!;
    const ends = to.map((id) => number.get(id)!).filter((end) => rank[end]! > rank[upper]!);
    const last = largest(ends.map((end) => rank[end]!));
    for (let row = rank[upper]! + 1; row <= last; row++) {
      for (const end of ends) if (rank[end] === row) hops.push({ net, upper, lower: end, arrives: true });
      if (row === last) break;
      const channel = slots.push({ width: channelWidth, height: 0 }) - 1;
      rows[row]!.push(channel);
      hops.push({ net, upper, lower: channel, arrives: false });
      upper = channel;
    }
  });
  const order = ordered(rows, hops);
  const ports = new Ports(items, nets, leaving, entering);
  const middles = placed(order, slots, hops, ports);
  const bands = bandsOf(order, slots, hops, middles);
  ports.spread(middles, number);
  return drawn(items, nets, slots, hops, middles, bands, ports, order, number);
}

const largest = (values: readonly number[], atLeast = 0): number =>
  values.reduce((most, value) => Math.max(most, value), atLeast);

function rowsOf(
  items: readonly Item[],
  nets: readonly ItemNet[],
  number: ReadonlyMap<string, number>,
): number[] {
  const links = nets.flatMap(({ from, to }) =>
    to.map((id) => ({ from: number.get(from)!, to: number.get(id)! })),
  );
  const rank = ranks(items.length, links);
  const isPort = (place: Item["place"]) => items.some((item) => item.place === place);
  const inside = rank.filter((_, i) => items[i]!.place === "box");
  // Ports above all others, whatever they lead to; those below likewise.
  const first = inside.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
  const down = isPort("in") ? 1 - (Number.isFinite(first) ? first : 0) : 0;
  const bottom = largest(inside, -1) + down + 1;
  return rank.map((row, i) => {
    const { place } = items[i]!;
    return place === "in" ? 0 : place === "out" ? bottom : row + down;
  });
}

function slotOf(item: Item, leaving: readonly number[], nets: readonly ItemNet[]): Slot {
  if (item.place !== "box") return { item, width: item.width, height: 0 };
  const label = largest(leaving.map((n) => nets[n]!.label));
  const beside = label === 0 ? 0 : 2 * (label + 8) * Math.max(1, leaving.length / 2);
  return {
    item,
    width: Math.max(item.width, beside),
    height: item.height + (label > 0 ? labelHeight : 0),
  };
}

function placesOf(
  nets: readonly ItemNet[],
  number: ReadonlyMap<string, number>,
  rank: readonly number[],
  items: number,
): number {
  return nets.reduce((sum, { from, to }) => {
    const last = largest(to.map((id) => rank[number.get(id)!]!));
    return sum + Math.max(0, last - rank[number.get(from)!]! - 1);
  }, items);
}

const places = (items: readonly Item[], nets: readonly ItemNet[]): string =>
  `the drawing of ${items.length.toLocaleString("en")} boxes with ${nets.length.toLocaleString("en")} lines has too many places, a row that a line passes being one`;

/** Where nets leave and enter items, from their middles. */
class Ports {
  readonly #out = new Map<string, number>();
  readonly #in = new Map<string, number>();

  constructor(
    private readonly items: readonly Item[],
    private readonly nets: readonly ItemNet[],
    private readonly leaving: readonly (readonly number[])[],
    private readonly entering: readonly (readonly number[])[],
  ) {}

  at(item: number, net: number, side: "in" | "out"): number {
    const { width, port } = this.items[item]!;
    const fixed = port?.(this.nets[net]!.key, side);
    if (fixed !== undefined) return fixed - width / 2;
    return (side === "in" ? this.#in : this.#out).get(`${item} ${net}`) ?? 0;
  }

  /** Side by side in the order of what is at their other ends. */
  spread(middles: readonly number[], number: ReadonlyMap<string, number>): void {
    const set = (
      map: Map<string, number>,
      item: number,
      side: "in" | "out",
      among: readonly number[],
      away: (net: number) => number,
      least: number,
    ) => {
      const { width, port } = this.items[item]!;
      const free = among.filter((net) => port?.(this.nets[net]!.key, side) === undefined);
      const sorted = free.toSorted((a, b) => away(a) - away(b));
      // The middle is another's where it is fixed there.
      const isTaken = free.length < among.length;
      const step = Math.min(Math.max(least, entryGap), (width - 20) / Math.max(1, sorted.length - 1));
      sorted.forEach((net, i) => {
        const middle = i - (sorted.length - 1) / 2;
        const aside = isTaken && sorted.length % 2 === 1 ? (middle >= 0 ? 0.5 : -0.5) : 0;
        const moved = isTaken && sorted.length === 1 ? step : (middle + aside) * step;
        map.set(`${item} ${net}`, Math.round(moved));
      });
    };
    this.leaving.forEach((nets, item) => {
      const away = (net: number) => mean(this.nets[net]!.to.map((id) => middles[number.get(id)!]!));
      const label = nets.length > 1 ? largest(nets.map((net) => this.nets[net]!.label)) : 0;
      set(this.#out, item, "out", nets, away, label > 0 ? label + 10 : 0);
    });
    this.entering.forEach((nets, item) => {
      set(this.#in, item, "in", nets, (net) => middles[number.get(this.nets[net]!.from)!]!, 0);
    });
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The middle of each slot: in its row's order, near what it leads to and what leads into it, channels above all straight. */
function placed(
  rows: readonly (readonly number[])[],
  slots: readonly Slot[],
  hops: readonly Hop[],
  ports: Ports,
): number[] {
  const above = slots.map((): Hop[] => []);
  const below = slots.map((): Hop[] => []);
  for (const hop of hops) {
    above[hop.lower]!.push(hop);
    below[hop.upper]!.push(hop);
  }
  const middles = new Array<number>(slots.length).fill(0);
  const apart = rows.map((row) =>
    row.slice(1).map((slot, i) => {
      const [a, b] = [slots[row[i]!]!, slots[slot]!];
      return (a.width + b.width) / 2 + (a.item && b.item ? gap.x : gap.channel);
    }),
  );
  rows.forEach((row, r) => {
    let at = -apart[r]!.reduce((sum, each) => sum + each, 0) / 2;
    row.forEach((slot, i) => {
      middles[slot] = at;
      at += apart[r]![i] ?? 0;
    });
  });
  const isChannel = (slot: number) => slots[slot]!.item === undefined;
  const offset = (slot: number, net: number, side: "in" | "out") =>
    isChannel(slot) ? 0 : ports.at(slot, net, side);
  const wish = (slot: number, hopsAbove: readonly Hop[], hopsBelow: readonly Hop[]) => {
    let [sum, weight] = [0, 0];
    const add = (at: number, other: number) => {
      const each = isChannel(slot) && isChannel(other) ? 8 : isChannel(slot) || isChannel(other) ? 2 : 1;
      sum += at * each;
      weight += each;
    };
    for (const { upper, net } of hopsAbove)
      add(middles[upper]! + offset(upper, net, "out") - offset(slot, net, "in"), upper);
    for (const { lower, net } of hopsBelow)
      add(middles[lower]! + offset(lower, net, "in") - offset(slot, net, "out"), lower);
    return weight === 0 ? { at: middles[slot]!, weight: 0.01 } : { at: sum / weight, weight };
  };
  const settle = (r: number, up: boolean, down: boolean) => {
    const row = rows[r]!;
    const wishes = row.map((slot) => wish(slot, up ? above[slot]! : [], down ? below[slot]! : []));
    separate(wishes, apart[r]!).forEach((at, i) => (middles[row[i]!] = at));
  };
  const last = rows.length - 1;
  for (let round = 0; round < 4; round++) {
    for (let r = 1; r <= last; r++) settle(r, true, false);
    for (let r = last - 1; r >= 0; r--) settle(r, false, true);
  }
  for (let round = 0; round < 2; round++) {
    for (let r = 0; r <= last; r++) settle(r, true, true);
    for (let r = last; r >= 0; r--) settle(r, true, true);
  }
  const left = slots.reduce(
    (least, { width }, i) => Math.min(least, middles[i]! - width / 2),
    Number.POSITIVE_INFINITY,
  );
  return middles.map((middle) => Math.round(middle - (Number.isFinite(left) ? left : 0)));
}

/** Each row's top and bottom. */
interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** Rows under one another: further apart where lines go far to the side, so that these stay steep. */
function bandsOf(
  rows: readonly (readonly number[])[],
  slots: readonly Slot[],
  hops: readonly Hop[],
  middles: readonly number[],
): Band[] {
  const rowOf = new Map(rows.flatMap((row, r) => row.map((slot) => [slot, r] as const)));
  const widest = rows.map(() => 0);
  for (const { upper, lower } of hops) {
    const row = rowOf.get(upper)!;
    widest[row] = Math.max(widest[row]!, Math.abs(middles[upper]! - middles[lower]!));
  }
  let top = 0;
  return rows.map((row, r) => {
    const height = largest(row.map((slot) => slots[slot]!.height));
    const band = { top, bottom: top + height };
    // From a port straight down needs no room; to the side it does.
    const isBorder = rows[r + 1]?.every((slot) => slots[slot]!.height === 0) === true || height === 0;
    const least = isBorder && widest[r]! === 0 ? gap.border : gap.y;
    top += height + Math.round(least + Math.min(gap.most, widest[r]! * gap.steep));
    return band;
  });
}

function drawn(
  items: readonly Item[],
  nets: readonly ItemNet[],
  slots: readonly Slot[],
  hops: readonly Hop[],
  middles: readonly number[],
  bands: readonly Band[],
  ports: Ports,
  rows: readonly (readonly number[])[],
  number: ReadonlyMap<string, number>,
): Arranged {
  const bandOf = new Map(rows.flatMap((row, r) => row.map((slot) => [slot, bands[r]!] as const)));
  const spots = new Map<string, Spot>();
  const bottoms: number[] = [];
  items.forEach((item, i) => {
    const band = bandOf.get(i)!;
    const top = Math.round(band.top + (band.bottom - band.top - slots[i]!.height) / 2);
    spots.set(item.id, { left: Math.round(middles[i]! - item.width / 2), top });
    bottoms[i] = top + (item.place === "box" ? item.height : 0);
  });
  const isItem = (slot: number) => slot < items.length;
  const lines = nets.map(({ from }, net) => {
    const source = number.get(from)!;
    const begins: Point = [middles[source]! + ports.at(source, net, "out"), bottoms[source]!];
    return { strokes: [] as Stroke[], begins };
  });
  for (const { net, upper, lower, arrives } of hops) {
    const points: Point[] = [];
    const x = middles[upper]! + (isItem(upper) ? ports.at(upper, net, "out") : 0);
    const band = bandOf.get(upper)!;
    points.push([x, isItem(upper) ? bottoms[upper]! : band.top], [x, band.bottom]);
    const goal = middles[lower]! + (isItem(lower) ? ports.at(lower, net, "in") : 0);
    const next = bandOf.get(lower)!;
    points.push([goal, next.top]);
    if (arrives) points.push([goal, spots.get(items[lower]!.id)!.top]);
    const distinct = points.filter(([px, py], i) => px !== points[i - 1]?.[0] || py !== points[i - 1]?.[1]);
    const end = items[lower];
    const arrow = arrives && end?.place === "box" && end.goesOn?.(nets[net]!.key) !== true;
    lines[net]!.strokes.push({ points: distinct, arrow });
  }
  const width = largest(slots.map((slot, i) => middles[i]! + slot.width / 2));
  return { width: Math.ceil(width), height: bands.at(-1)?.bottom ?? 0, spots, lines };
}
