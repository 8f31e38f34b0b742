/*
 * A graph as a person draws it: a box for each node of the spec with its layers as lines, a node with branches as one block
 * with these side by side. A network within, in a branch or in place of a layer, has boxes of its own inside.
 */
import type { Graph, Node, Shape } from "../graph";
import { branchesWithin, deciderLabel, deciderSource, lookOf, nodesWithin } from "../graph";

/** One line of a box: what it is, and the shape that leaves it. */
export interface Line {
  readonly text: string;
  readonly shape: string;
  readonly isHead: boolean;
}

/** What stands in a box, one thing under another. */
export type Part = Line | Block;

export interface BranchBox {
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface Block {
  readonly id: string;
  /** An input, a box of lines, or a fork into branches. */
  readonly kind: "input" | "box" | "fork";
  readonly title: string;
  /** Of a fork: what its branches' results become. */
  readonly lines: readonly Part[];
  /** Of a fork. */
  readonly branches: readonly BranchBox[];
  /** Of a fork: who decides. */
  readonly by: string;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** Whether it says where samples go, and is not what they carry. */
  readonly decides: boolean;
}

/** Blocks in an order in which each comes after what it needs. */
export function blocksOf(graph: Graph): { blocks: Block[]; links: Link[] } {
  const blocks: Block[] = graph.inputs.map(({ name, shape, dtype, when }) => ({
    id: name,
    kind: "input",
    title: name,
    lines: [{ text: inputText(graph, dtype, when), shape: shapeText(shape), isHead: false }],
    branches: [],
    by: "",
  }));
  for (const [id, nodes] of grouped(graph.body, (path) => nameIn(path, ""))) {
    blocks.push(
      ...(isFork(nodes, id) ? nodes.map((node) => forkOf(graph, node, "")) : [boxOf(graph, id, "", nodes)]),
    );
  }
  return { blocks, links: linksOf(graph) };
}

/** A box for what stands at a path. */
function boxOf(graph: Graph, path: string, around: string, nodes: readonly Node[]): Block {
  const title = around === "" ? path : path.slice(around.length + 1);
  return { id: path, kind: "box", title, lines: partsAt(graph, path, nodes), branches: [], by: "" };
}

/** Whether what stands at a path is a node with branches, and not a stack that holds one. */
const isFork = (nodes: readonly Node[], path: string): boolean =>
  nodes.some((node) => node.path === path && node.branches.length > 0);

/** What stands at a path, in a branch or in a node: a line for each layer, a box for each network and node inside. */
function partsAt(graph: Graph, around: string, nodes: readonly Node[]): Part[] {
  return [...grouped(nodes, (path) => boxAround(graph, path, around))].flatMap(([path, inside]): Part[] => {
    if (isFork(inside, path)) return inside.map((node) => forkOf(graph, node, around));
    // A node that is one layer is a box of one line.
    const isLine =
      path === around || (inside.every((node) => node.path === path) && !graph.outputs.has(path));
    return isLine ? inside.map(lineOf) : [boxOf(graph, path, around, inside)];
  });
}

/** The path of the box inside of another path that a node stands in: a named node, or a network within; or its own path. */
function boxAround({ outputs }: Graph, path: string, around: string): string {
  const start = around.length + 1;
  for (let before = around.length, end = path.indexOf("/", start); ; end = path.indexOf("/", end + 1)) {
    const inner = end < 0 ? path : path.slice(0, end);
    // What a name stands for: of this network, or of one a few steps further in.
    if (inner.length > around.length && outputs.has(inner)) {
      return before === around.length ? inner : path.slice(0, before);
    }
    if (end < 0) return path;
    before = end;
  }
}

/** Nodes by something of their paths, in the order of the first of each. */
function grouped(nodes: readonly Node[], keyOf: (path: string) => string): Map<string, Node[]> {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) {
    const key = keyOf(node.path);
    const group = groups.get(key);
    if (group) group.push(node);
    else groups.set(key, [node]);
  }
  return groups;
}

/** What leads from block to block. Within a block nothing needs to be drawn. */
function linksOf({ body }: Graph): Link[] {
  const links = new Map<string, Link>();
  for (const node of body) {
    const to = nameIn(node.path, "");
    const link = (path: string, decides: boolean) => {
      const from = nameIn(path, "");
      if (from !== to) links.set(JSON.stringify([from, to, decides]), { from, to, decides });
    };
    const inside = nodesWithin(node.branches.flatMap((branch) => branch.body));
    for (const { inputs } of [...inside, node]) for (const input of inputs) link(input, false);
    for (const { branch } of branchesWithin([node]))
      if (branch.output !== undefined) link(branch.output, false);
    for (const fork of [...inside, node]) {
      const { by } = lookOf(fork);
      const decider = by && deciderSource(by);
      if (decider !== undefined) link(decider, true);
    }
  }
  return [...links.values()];
}

/** The name under which the author knows what stands at a path: its first name inside of the branch `around`. */
function nameIn(path: string, around: string): string {
  const inside = around !== "" && path.startsWith(`${around}/`) ? path.slice(around.length + 1) : path;
  return inside.split("/", 1)[0]!;
}

/** @param around path of the branch in which it stands; empty at the top level */
function forkOf(graph: Graph, node: Node, around: string): Block {
  const { by } = lookOf(node);
  return {
    id: node.path,
    kind: "fork",
    title: nameIn(node.path, around),
    lines: [lineOf(node)],
    branches: node.branches.map(({ key, path, body, output }) => ({
      title: key,
      parts:
        body.length > 0
          ? partsAt(graph, path, body)
          : [{ text: output ?? "the gate's answer", shape: "", isHead: false }],
    })),
    by: by === undefined ? "" : deciderLabel(by, (path) => nameIn(path, around)),
  };
}

function inputText(graph: Graph, dtype: string, when: Readonly<Record<string, number>>): string {
  const conditions = Object.entries(when).map(
    ([tag, value]) => `${tag} ${graph.tags[tag]?.[value] ?? value}`,
  );
  return [dtype, ...conditions].join(", ");
}

function lineOf(node: Node): Line {
  const { text, result, isHead } = lookOf(node);
  return { text, shape: result ?? shapeText(node.shape), isHead };
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join(" × ");
}
