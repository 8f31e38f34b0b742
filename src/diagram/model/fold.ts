/*
 * What is shown in short: repeats as one of them with their number, boxes as one line where there are too many. What is folded is
 * an input of the picture, so that a click can unfold it.
 */
import type { Node } from "../../graph";
import { alike, linksOf, type Alike, type Links } from "./alike";
import type { Boxes } from "./boxes";
import { Nesting } from "./links";
import type { Box, Edge, Fold, FoldState, Row } from "./picture";
import { foldRows } from "./rows";

export interface Folded {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** So many boxes can be looked at; of more, the innermost networks are folded. */
export const mostBoxes = 300;

export function fold(all: Boxes, edges: readonly Edge[], state: FoldState): Folded {
  const nesting = new Nesting(all.boxes);
  const folder = new Folder(all, linksOf(edges, nesting), state);
  const open = folder.level(all.boxes);
  const boxes = folder.withinLimit(open, state);
  const shown: Edge[] = [];
  const known = new Set<string>();
  for (const edge of edges) {
    if (folder.leadsOn(nesting.part(edge.from, edge.to))) continue;
    const [from, to] = [folder.shownAs(edge.from), folder.shownAs(edge.to)];
    const key = JSON.stringify([from, to, edge.role, edge.role === "value" ? edge.label : ""]);
    if (from === to || known.has(key)) continue;
    known.add(key);
    shown.push({ ...edge, from, to });
  }
  return { boxes, edges: shown };
}

class Folder {
  /** A box that is not shown -> the one that stands for it. */
  readonly #standsFor = new Map<string, string>();
  /** A box that repeats -> of which run, and in which of its groups. */
  readonly #runs = new Map<string, { readonly run: string; readonly group: number }>();

  constructor(
    private readonly all: Boxes,
    private readonly links: Links,
    private readonly state: FoldState,
  ) {}

  shownAs(id: string): string {
    let shown = id;
    for (let next = this.#standsFor.get(id); next !== undefined; next = this.#standsFor.get(next))
      shown = next;
    return shown;
  }

  /** Whether an edge leads from one of a run's groups to the next, which are shown as one. */
  leadsOn(parts: readonly [string, string] | undefined): boolean {
    const [a, b] = parts?.map((id) => this.#runs.get(id)) ?? [];
    return a !== undefined && b !== undefined && a.run === b.run && a.group !== b.group;
  }

  level(boxes: readonly Box[]): Box[] {
    const replaced = new Map<number, Box[]>();
    for (const each of alike(boxes, this.links)) {
      const [first] = each.groups;
      const id = `alike ${boxes[first![0]!]!.id}`;
      if (this.state[id] ?? true) this.#foldAlike(boxes, each, id, replaced);
      else {
        const [at] = first!;
        replaced.set(at!, [{ ...this.#inside(boxes[at!]!), fold: { id, folded: false } }]);
      }
    }
    return boxes.flatMap((box, number) => replaced.get(number) ?? [this.#inside(box)]);
  }

  /** The first of the groups stands for all of them. */
  #foldAlike(boxes: readonly Box[], { groups }: Alike, id: string, replaced: Map<number, Box[]>): void {
    const [first, ...others] = groups.map((group) => group.map((number) => boxes[number]!));
    groups.flat().forEach((number) => replaced.set(number, []));
    groups.forEach((group, k) =>
      group.forEach((number) => this.#runs.set(boxes[number]!.id, { run: id, group: k })),
    );
    for (const other of others) other.forEach((box, i) => this.#stand(first![i]!, box));
    const last = others.at(-1)!;
    const count = groups.length;
    const facts = this.#factsOf(
      groups.flat().flatMap((number) => this.all.nodes.get(boxes[number]!.id) ?? []),
    );
    const shown: Fold = { id, folded: true };
    const [only] = first!;
    if (first!.length === 1) {
      const names = [...first!, ...others.flat()].map(({ title }) => title);
      const alone = this.#inside(only!);
      const rows = last[0]!.boxes.length > 0 ? alone.rows : foldRows(last[0]!.rows, this.state);
      replaced.set(groups[0]![0]!, [{ ...alone, rows, title: spanOf(names), count, facts, fold: shown }]);
      return;
    }
    const title = spanOf([first![0]!.title, last.at(-1)!.title]);
    const inside = first!.map((box) => this.#inside(box));
    const around: Box = {
      id,
      kind: "network",
      title,
      notes: [],
      rows: [],
      facts,
      boxes: inside,
      count,
      fold: shown,
    };
    replaced.set(groups[0]![0]!, [around]);
  }

  #factsOf = (nodes: readonly Node[]) => this.all.facts.of(nodes);

  /** Notes that one box, and all in it, stands for another and all in that. */
  #stand(shown: Box, hidden: Box): void {
    this.#standsFor.set(hidden.id, shown.id);
    hidden.boxes.forEach((box, i) => this.#stand(shown.boxes[i]!, box));
  }

  #inside(box: Box): Box {
    if (box.boxes.length === 0)
      return { ...box, rows: box.rows.length > 0 ? foldRows(box.rows, this.state) : [] };
    if (this.state[box.id] === true) return this.#closed(box);
    return { ...box, boxes: this.level(box.boxes), fold: { id: box.id, folded: false } };
  }

  /** A box that only says what it holds. */
  #closed(box: Box): Box {
    this.#hide(box, box.id);
    return { ...box, boxes: [], rows: inShort(box), fold: { id: box.id, folded: true } };
  }

  #hide({ boxes }: Box, shown: string): void {
    for (const box of boxes) {
      this.#standsFor.set(box.id, shown);
      this.#hide(box, shown);
    }
  }

  /** Networks are folded, the innermost first, until there are no more boxes than can be looked at. */
  withinLimit(boxes: readonly Box[], state: FoldState): Box[] {
    const counts: number[] = [];
    const count = (each: readonly Box[], depth: number) => {
      counts[depth] = (counts[depth] ?? 0) + each.length;
      for (const { boxes: inside } of each) if (inside.length > 0) count(inside, depth + 1);
    };
    count(boxes, 0);
    let sum = counts[0] ?? 0;
    let depth = 0;
    while (depth + 1 < counts.length && sum + counts[depth + 1]! <= mostBoxes) sum += counts[++depth]!;
    if (depth + 1 >= counts.length) return [...boxes];
    const close = (each: readonly Box[], at: number): Box[] =>
      each.map((box) => {
        if (box.boxes.length === 0) return box;
        const isOpen = at < depth || box.count > 1 || state[box.id] === false;
        return isOpen ? { ...box, boxes: close(box.boxes, at + 1) } : this.#closed(box);
      });
    return close(boxes, 0);
  }
}

/** The lines of a box that is folded. */
function inShort(box: Box): Row[] {
  const line = (text: string, shape: string, number: number): Row => {
    return { id: `${box.id} ${number}`, text, shape, depth: 0, emphasis: "none" };
  };
  const branches = box.boxes.filter(({ kind }) => kind === "branch");
  const layers = countRows(box);
  const lines = [
    ...box.boxes.filter(({ kind }) => kind === "decision").map(({ title }) => title),
    ...(branches.length > 0 ? [`${branches.reduce((sum, { count }) => sum + count, 0)} branches`] : []),
    `${layers} ${layers === 1 ? "layer" : "layers"}`,
  ];
  const last = box.boxes.at(-1)?.rows.at(-1);
  const ends = last && box.kind === "route" ? [last] : [];
  return [...lines.map((text, i) => line(text, "", i)), ...ends];
}

function countRows({ rows, boxes, kind }: Box): number {
  const own = kind === "merge" ? 0 : rows.filter(({ shape }) => shape !== "").length;
  return boxes.reduce((sum, box) => sum + countRows(box), own);
}

/** `block1 … block18`; of a few names, all: `cat, dog, bird`. */
function spanOf(names: readonly string[]): string {
  const [first, last] = [names[0]!, names.at(-1)!];
  return names.length === 2 && first === last ? first : `${first} … ${last}`;
}
