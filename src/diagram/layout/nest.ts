/* The layout of a picture: each level of boxes within boxes by itself, the innermost first, then all where they stand. */
import type { Box, Picture } from "../model";
import { arrangeFork, type ForkBranch } from "./fork";
import { arrange, type Item } from "./layered";
import type { Layout, Placed, Point, Wire } from "./layout";
import { arrangePinned, isPinned } from "./pinned";
import { inPort, netsOf, outPort, type Net } from "./level";
import { diamondSize, fontSize, padding, said, type Said } from "./size";
import { textWidth } from "./text-width";

const margin = 16;

/** A box with all that it holds: where that stands in it. */
interface Laid extends Item {
  readonly box: Box;
  readonly said: Said;
  readonly inner: readonly (Laid & { readonly left: number; readonly top: number })[];
  readonly wires: readonly Wire[];
  /** Where lines that enter it go on inside. */
  readonly entries: readonly number[];
}

export function layoutOf(picture: Picture): Layout {
  const nets = netsOf(picture);
  const phases = picture.phases.length;
  const boxes = picture.boxes.map((box) => laid(box, nets, phases));
  const top = flow(boxes, nets.get("") ?? [], picture.view);
  const places = new Map<string, Placed>();
  const wires: Wire[] = [];
  settle({ ...top, left: margin, top: margin }, places, wires);
  return { width: top.width + 2 * margin, height: top.height + 2 * margin, places, wires };
}

/** Level's content, from its left and top. */
interface Content extends Pick<Laid, "width" | "height" | "inner" | "wires"> {
  readonly port: NonNullable<Item["port"]>;
}

function settle(
  { inner, wires, left, top }: Pick<Laid, "inner" | "wires"> & { left: number; top: number },
  places: Map<string, Placed>,
  all: Wire[],
): void {
  const move = ([x, y]: Point): Point => [x + left, y + top];
  for (const wire of wires) {
    const strokes = wire.strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(move) }));
    all.push({ ...wire, strokes, ...(wire.labelAt && { labelAt: move(wire.labelAt) }) });
  }
  for (const each of inner) {
    const at = { left: each.left + left, top: each.top + top };
    places.set(each.id, { ...at, width: each.width, height: each.height, said: each.said });
    settle({ ...each, ...at }, places, all);
  }
}

function laid(box: Box, nets: ReadonlyMap<string, readonly Net[]>, phases: number): Laid {
  const text = said(box, phases);
  const plain = { id: box.id, place: "box", box, said: text, inner: [], wires: [], entries: [] } as const;
  if (box.kind === "decision") return { ...plain, ...diamondSize(box) };
  if (box.boxes.length === 0) return { ...plain, width: text.width, height: text.height };
  const inner = box.boxes.map((each) => laid(each, nets, phases));
  const level = nets.get(box.id) ?? [];
  const content = box.kind === "route" ? fork(inner, level, text) : flow(inner, level);
  const width = Math.max(content.width + 2 * padding, text.width);
  const aside = Math.round((width - content.width) / 2);
  const height = text.height + content.height + padding;
  const shift = ([x, y]: Point): Point => [x + aside, y + text.height];
  const port: Item["port"] = (key, side) => {
    const at = content.port(key, side);
    return at === undefined ? undefined : at + aside;
  };
  const isClear = (x: number) => x > text.width;
  const goesOn = (key: string) => {
    const at = level.some(({ from }) => from === inPort(key)) ? port(key, "in") : undefined;
    return at !== undefined && isClear(at);
  };
  const wires = content.wires.map((wire): Wire => {
    const strokes = wire.strokes.map(({ points, arrow }) => ({ points: points.map(shift), arrow }));
    return { ...wire, strokes, ...(wire.labelAt && { labelAt: shift(wire.labelAt) }) };
  });
  const moved = content.inner.map((each) => ({
    ...each,
    left: each.left + aside,
    top: each.top + text.height,
  }));
  return {
    ...plain,
    width,
    height,
    port,
    goesOn,
    inner: moved,
    entries: level.flatMap(({ key, from }) => (from === inPort(key) ? (port(key, "in") ?? []) : [])),
    wires: [...wires, ...throughBorder(box, level, text.height, height, port, goesOn)],
  };
}

/** From the border to where lines inside begin, and from where they end; not through what the box says of itself. */
function throughBorder(
  { id, kind }: Box,
  level: readonly Net[],
  header: number,
  height: number,
  port: NonNullable<Item["port"]>,
  goesOn: (key: string) => boolean,
): Wire[] {
  return level.flatMap((net): Wire[] => {
    const wire = { role: net.role, from: id, to: [id], label: "", ...numberOf(net) };
    const line = (x: number, from: number, to: number, arrow: boolean): Wire => {
      return { ...wire, strokes: [{ points: [[x, from], [x, to]], arrow }] }; // prettier-ignore
    };
    const entry = net.from === inPort(net.key) && goesOn(net.key) ? port(net.key, "in") : undefined;
    const exit = net.to.includes(outPort(net.key)) ? port(net.key, "out") : undefined;
    return [
      ...(entry === undefined ? [] : [line(entry, 0, header, kind === "route")]),
      ...(exit === undefined ? [] : [line(exit, height - padding, height, false)]),
    ];
  });
}

const numberOf = ({ branch }: Pick<Net, "branch">) => (branch === undefined ? {} : { branch });

/** Neighbours of a network. */
function flow(inner: readonly Laid[], nets: readonly Net[], view: Picture["view"] = {}): Content {
  const ports = new Map<string, Item>();
  const port = (id: string, place: "in" | "out", label: string) => {
    const width = place === "in" ? 8 : 8 + 2 * widthOf(label);
    if (!ports.has(id)) ports.set(id, { id, width, height: 0, place });
  };
  for (const { key, from, to, label } of nets) {
    if (from === inPort(key)) port(from, "in", label);
    if (to.includes(outPort(key))) port(outPort(key), "out", label);
  }
  const isPort = (id: string) => ports.has(id);
  // What only leaves the network is named outside.
  const labelOf = ({ from, to, label }: Net) => (isPort(from) || to.every(isPort) ? "" : label);
  const items = [...inner, ...ports.values()];
  const itemNets = nets.map((net) => {
    return { key: net.key, from: net.from, to: net.to, label: widthOf(labelOf(net)) };
  });
  const arranged = isPinned(items, view) ? arrangePinned(items, itemNets, view) : arrange(items, itemNets);
  const wires = nets.map((net, i): Wire => {
    const { strokes, begins } = arranged.lines[i]!;
    const label = labelOf(net);
    const labelAt: Point = [begins[0] + 6, begins[1] + 12];
    const to = net.to.filter((id) => !isPort(id));
    const wire = { role: net.role, from: net.from, to, strokes, label, ...numberOf(net) };
    return label === "" ? wire : { ...wire, labelAt };
  });
  return {
    ...arranged,
    inner: inner.map((each) => ({ ...each, ...arranged.spots.get(each.id)! })),
    wires: withoutRepeats(wires),
    port: (key, side) => {
      const item = ports.get((side === "in" ? inPort : outPort)(key));
      return item && arranged.spots.get(item.id)!.left + item.width / 2;
    },
  };
}

const widthOf = (label: string): number => (label === "" ? 0 : Math.ceil(textWidth(label, fontSize.small)));

/** What one box says twice below itself, for a value that also decides, is said once. */
function withoutRepeats(wires: readonly Wire[]): Wire[] {
  const known = new Set<string>();
  return wires.map((wire) => {
    const key = JSON.stringify([wire.from, wire.label]);
    if (wire.label === "" || !known.has(key)) {
      known.add(key);
      return wire;
    }
    const { role, branch, from, to, strokes, label } = wire;
    return { role, from, to, strokes, label, ...(branch !== undefined && { branch }) };
  });
}

/** What a route holds. */
function fork(inner: readonly Laid[], nets: readonly Net[], text: Said): Content {
  const [decision, ...others] = inner;
  const merge = others.pop()!;
  const chosen = nets.filter(({ role }) => role === "chosen");
  const merges = nets.filter(({ role }) => role === "merges");
  const branches = others.map((item): ForkBranch => {
    // What enters is led to where it goes on, if that is one place.
    const [entry, ...further] = item.entries;
    const out = merges.find(({ from }) => from === item.id);
    const exit = out && item.port?.(out.key, "out");
    const middle = Math.round(item.width / 2);
    return {
      ...item,
      branch: item.box.branch ?? 0,
      entry: further.length > 0 ? middle : (entry ?? middle),
      exit: exit ?? middle,
    };
  });
  const least = nets.some(({ role }) => role === "decides") ? 2 * text.width + 16 : text.width;
  const arranged = arrangeFork(decision!, branches, merge, least);
  const links = new Set([...chosen, ...merges].flatMap(({ from, to }) => to.map((id) => `${from} ${id}`)));
  const lines = arranged.lines.filter(({ from, to }) =>
    from.some((a) => to.some((b) => links.has(`${a} ${b}`))),
  );
  const wires = lines.map(({ role, branch, from, to, strokes }): Wire => ({
    role,
    from: from[0]!,
    to: [...from.slice(1), ...to],
    strokes,
    label: "",
    ...(branch !== undefined && { branch }),
  }));
  const keys = new Set(nets.map(({ key }) => key));
  return {
    ...arranged,
    inner: inner.map((each) => ({ ...each, ...arranged.spots.get(each.id)! })),
    wires,
    port: (key, side) =>
      keys.has(key) && (side === "out" || nets.some(({ from }) => from === inPort(key)))
        ? arranged.centre
        : undefined,
  };
}
