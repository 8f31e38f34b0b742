/*
 * A graph as a person draws it: a box for each node of the spec with its layers as lines, a node with branches as one block
 * with these side by side, and what has branches inside of a branch as a block within.
 */
import type { Graph, Node, Shape } from "../graph";
import { branchesWithin, deciderLabel, deciderSource, lookOf, nodesWithin } from "../graph";

/** One line of a box: what it is, and the shape that leaves it. */
export interface Line {
  readonly text: string;
  readonly shape: string;
  readonly isHead: boolean;
}

/** A branch: one thing under another, lines and blocks. */
export interface BranchBox {
  readonly title: string;
  readonly parts: readonly (Line | Block)[];
}

export interface Block {
  readonly id: string;
  /** An input, a box of lines, or a fork into branches. */
  readonly kind: "input" | "box" | "fork";
  readonly title: string;
  /** Of a fork: what its branches' results become. */
  readonly lines: readonly Line[];
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
  const lines = new Map<string, Line[]>();
  for (const node of graph.body) {
    const id = nameIn(node.path, "");
    if (node.branches.length > 0) {
      blocks.push(forkOf(node, ""));
      continue;
    }
    const box = lines.get(id);
    if (box) {
      box.push(lineOf(node));
      continue;
    }
    const first = [lineOf(node)];
    lines.set(id, first);
    blocks.push({ id, kind: "box", title: id, lines: first, branches: [], by: "" });
  }
  return { blocks, links: linksOf(graph) };
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
function forkOf(node: Node, around: string): Block {
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
          ? body.map((inner) => (inner.branches.length > 0 ? forkOf(inner, path) : lineOf(inner)))
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
