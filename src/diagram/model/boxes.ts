/*
 * A compiled graph as boxes within boxes, everything open: a box for each node of the spec with its layers as rows; a network
 * within, in a branch or in place of a layer, has boxes of its own inside.
 */
import type { Branch, Graph, Input, Node } from "../../graph";
import { deciderLabel, lookOf, nodesWithin } from "../../graph";
import { FactFinder } from "./facts";
import type { Box, Facts, Row } from "./picture";
import { sizesText } from "./text";
import { writtenAt, type Written } from "./written";

/** All boxes, and which of them holds which value. */
export interface Boxes {
  readonly boxes: readonly Box[];
  /** Path of a node or name of an input -> the innermost box that it stands in. */
  readonly holder: ReadonlyMap<string, string>;
  /** By box: the nodes that it stands for. */
  readonly nodes: ReadonlyMap<string, readonly Node[]>;
  readonly facts: FactFinder;
}

export const decisionOf = (route: string): string => `${route}#by`;
export const mergeOf = (route: string): string => `${route}#merge`;

export function boxesOf(graph: Graph): Boxes {
  const builder = new Builder(graph);
  const boxes = [...graph.inputs.map((input) => builder.input(input)), ...builder.network("", graph.body)];
  const { holder, nodes, facts } = builder;
  return { boxes, holder, nodes, facts };
}

/** What stands in a box: lines, and boxes between them. */
type Content = { readonly rows: readonly Row[]; readonly nodes: readonly Node[] } | { readonly box: Box };

class Builder {
  readonly holder = new Map<string, string>();
  readonly nodes = new Map<string, readonly Node[]>();
  readonly facts: FactFinder;
  readonly #written: ReadonlyMap<string, Written>;

  constructor(private readonly graph: Graph) {
    this.facts = new FactFinder(graph);
    this.#written = writtenAt(graph);
  }

  input({ name, shape, dtype, when, scale }: Input): Box {
    const { tags } = this.graph;
    const conditions = Object.entries(when).map(([tag, value]) => `${tag} ${tags[tag]?.[value] ?? value}`);
    const text = [dtype, ...(scale ? [scale] : []), ...conditions].join(", ");
    const row: Row = { id: name, text, shape: sizesText(shape), depth: 0, emphasis: "none" };
    this.holder.set(name, name);
    return this.#box({ id: name, kind: "input", title: name, rows: [row] }, []);
  }

  /** The boxes of a body of nodes. */
  network(around: string, nodes: readonly Node[]): Box[] {
    return this.#contents(around, nodes).map((content) =>
      "box" in content ? content.box : this.#lines(content),
    );
  }

  /** What stands at a path, one thing after the other. */
  #contents(around: string, nodes: readonly Node[]): Content[] {
    const contents: Content[] = [];
    for (const [path, inside] of childrenOf(nodes, around)) {
      for (const content of this.#child(path, around, inside)) {
        const last = contents.at(-1);
        if (last && !("box" in last) && !("box" in content)) {
          contents[contents.length - 1] = {
            rows: [...last.rows, ...content.rows],
            nodes: [...last.nodes, ...content.nodes],
          };
        } else contents.push(content);
      }
    }
    return contents;
  }

  #child(path: string, around: string, nodes: readonly Node[]): Content[] {
    const title = around === "" ? path : path.slice(around.length + 1);
    const [first] = nodes;
    if (first?.path === path && first.branches.length > 0) return [{ box: this.#route(first, title) }];
    if (path === around || (nodes.every((node) => node.path === path) && !this.graph.outputs.has(path))) {
      return [{ rows: nodes.map((node) => this.#row(node)), nodes }];
    }
    if (this.graph.outputs.has(path)) return [{ box: this.#named(path, title, nodes) }];
    // A module or a saved model in a stack: a heading over its layers, or a network.
    const contents = this.#contents(path, nodes);
    const [only] = contents;
    if (contents.length > 1 || !only || "box" in only) return [{ box: this.#named(path, title, nodes) }];
    const text = [title, ...this.#notes(path, title)].join(", ");
    const heading: Row = { id: path, text, shape: "", depth: 0, emphasis: "heading" };
    const rows = only.rows.map((row) => ({ ...row, depth: row.depth + 1 }));
    return [{ rows: [heading, ...rows], nodes: only.nodes }];
  }

  /** The box of a node of the spec, or of a network in a stack. */
  #named(path: string, title: string, nodes: readonly Node[]): Box {
    const notes = this.#notes(path, title);
    return this.#filled({ id: path, kind: "layers", title, notes }, path, nodes);
  }

  /** A box with what stands at a path: its rows, or boxes where there are any. */
  #filled(box: Pick<Box, "id" | "kind" | "title"> & Partial<Box>, path: string, nodes: readonly Node[]): Box {
    const contents = this.#contents(path, nodes);
    const [only] = contents;
    if (contents.length === 1 && only && !("box" in only)) {
      for (const node of only.nodes) this.holder.set(node.path, box.id);
      return this.#box({ ...box, rows: only.rows }, nodes);
    }
    const boxes = contents.map((content) => ("box" in content ? content.box : this.#lines(content)));
    return this.#box({ ...box, kind: box.kind === "branch" ? "branch" : "network", boxes }, nodes);
  }

  /** Layers between networks: a box without a name. */
  #lines({ rows, nodes }: Extract<Content, { readonly rows: unknown }>): Box {
    const id = rows[0]?.id ?? "";
    for (const node of nodes) this.holder.set(node.path, id);
    return this.#box({ id, kind: "layers", title: "", rows }, nodes);
  }

  #route(route: Node, title: string): Box {
    const { path, branches } = route;
    const { by } = lookOf(route);
    this.holder.set(path, mergeOf(path));
    const sources = branches.map((branch) => sourcesOf(branch));
    const differ = new Set(sources.map((names) => JSON.stringify(names))).size > 1;
    const around = path.slice(0, path.length - title.length);
    const nameOf = (source: string) =>
      (source.startsWith(around) ? source.slice(around.length) : source).split("/")[0]!;
    const notesOf = (i: number): string[] =>
      differ && sources[i]!.length > 0 ? [`from ${[...new Set(sources[i]!.map(nameOf))].join(", ")}`] : [];
    const decision = by === undefined ? "" : `by ${deciderLabel(by, nameOf)}`;
    const boxes = [
      this.#box({ id: decisionOf(path), kind: "decision", title: decision }, []),
      ...branches.map((branch, i) => this.#branch(branch, i, notesOf(i), nameOf)),
      this.#box({ id: mergeOf(path), kind: "merge", title: "", rows: [this.#row(route)] }, []),
    ];
    return this.#box({ id: path, kind: "route", title, boxes }, [route]);
  }

  #branch(branch: Branch, number: number, notes: string[], nameOf: (path: string) => string): Box {
    const { path, key, body, output } = branch;
    const box = { id: path, kind: "branch", title: key, branch: number } as const;
    if (body.length > 0) return this.#filled({ ...box, notes }, path, body);
    const text = output === undefined ? "the gate's answer" : nameOf(output);
    const row: Row = { id: path, text, shape: "", depth: 0, emphasis: "none" };
    return this.#box({ ...box, rows: [row] }, []);
  }

  #row(node: Node): Row {
    const { text, result, isHead } = lookOf(node);
    const missing = this.graph.missing.has(node.path);
    return {
      id: node.path,
      text: missing ? "its file is missing" : text,
      shape: result ?? sizesText(node.shape),
      depth: 0,
      emphasis: isHead ? "head" : "none",
    };
  }

  /** Which module it is, or which file it comes from. */
  #notes(path: string, title: string): string[] {
    const written = this.#written.get(path);
    if (!written) return [];
    if (written.kind === "load") {
      return [`loaded from ${written.model}`, ...(written.trainable ? [] : ["not to be trained"])];
    }
    const { name, shared } = written;
    const own = title === name || title.startsWith(`${name}-`);
    return [`${shared ? "shared module" : "module"}${own ? "" : ` ${name}`}`];
  }

  #box(box: Pick<Box, "id" | "kind" | "title"> & Partial<Box>, nodes: readonly Node[]): Box {
    this.nodes.set(box.id, nodes);
    const facts: Facts = this.facts.of(nodes);
    return { notes: [], rows: [], boxes: [], count: 1, facts, ...box };
  }
}

/** What a branch takes in from outside: the values that enter it, in their order. */
function sourcesOf({ body, output }: Branch): string[] {
  const inside = nodesWithin(body);
  const own = new Set(inside.map(({ path }) => path));
  const entering = inside.flatMap(({ inputs }) => inputs).filter((path) => !own.has(path));
  if (output !== undefined && !own.has(output)) entering.push(output);
  return [...new Set(entering)];
}

/** Nodes by the names that stand at a path, in the order of the first of each. */
function childrenOf(nodes: readonly Node[], around: string): Map<string, Node[]> {
  const start = around === "" ? 0 : around.length + 1;
  const children = new Map<string, Node[]>();
  for (const node of nodes) {
    const end = node.path.indexOf("/", start);
    const path = node.path === around ? around : end < 0 ? node.path : node.path.slice(0, end);
    const known = children.get(path);
    if (known) known.push(node);
    else children.set(path, [node]);
  }
  return children;
}
