/* Walks over nodes within nodes, to any depth. */
import type { NormalGating } from "../spec/normal";
import type { Branch, Graph, Node, RoutingNode } from "./ir";

/** The nodes of a body and of the branches inside, each before what it holds. */
export function nodesWithin(body: readonly Node[]): Node[] {
  const found: Node[] = [];
  // What is still to be looked at, the next one last; not calls, which go only so deep.
  const open = body.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    const inside = node.branches.flatMap((branch) => branch.body);
    for (let i = inside.length - 1; i >= 0; i--) open.push(inside[i]!);
  }
  return found;
}

/** Whether a node sends samples into branches. */
export const isRouting = (node: Node | undefined): node is RoutingNode => node !== undefined && "by" in node;

/** The routes of a graph, those in branches included, each before those that it holds. */
export const routesOf = (graph: Pick<Graph, "body">): RoutingNode[] =>
  nodesWithin(graph.body).filter(isRouting);

/** A branch and the node that it belongs to. */
export interface BranchPlace {
  readonly node: Node;
  readonly branch: Branch;
}

/** The branches of a body and of the branches inside, each before those that it holds. */
export function branchesWithin(body: readonly Node[]): BranchPlace[] {
  return nodesWithin(body).flatMap((node) => node.branches.map((branch) => ({ node, branch })));
}

/** The branches around the node at a path, the outermost first; none at the top level and for an unknown path. */
export function branchesAround(body: readonly Node[], path: string): BranchPlace[] {
  const around = new Map<string, BranchPlace>();
  for (const place of branchesWithin(body))
    for (const inside of place.branch.body) around.set(inside.path, place);
  const trail: BranchPlace[] = [];
  for (let place = around.get(path); place; place = around.get(place.node.path)) trail.unshift(place);
  return trail;
}

/** What a node says of its part as a gate; `undefined` where it can be none. */
export const gatingOf = (node: Node | undefined): NormalGating | undefined =>
  node?.kind === "head" || node?.kind === "gate" ? node.gating : undefined;
