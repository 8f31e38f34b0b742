import type { Branch, Graph, HeadNode, Input, Node, RouteNode } from "../graph/ir";

/** A branch with the route that it belongs to. */
export interface BranchPlace {
  readonly branch: Branch;
  readonly route: RouteNode;
  /** Path of the branch around the route, `undefined` at the top level. */
  readonly around: string | undefined;
}

/** A graph with the look-ups that planning and lowering need: which branch each node stands in. */
export interface GraphIndex {
  readonly graph: Graph;
  readonly branches: ReadonlyMap<string, BranchPlace>;
  /** Every route, at any depth: each after the routes that it stands in. */
  readonly routes: readonly RouteNode[];
  /** Path of the branch in which a node stands, `undefined` at the top level (and for inputs). */
  around(path: string): string | undefined;
  node(path: string): Node | undefined;
  input(name: string): Input | undefined;
  /** Whether another node takes in this one's value. */
  isInput(path: string): boolean;
  head(path: string): HeadNode;
  route(path: string): RouteNode;
}

export function indexGraph(graph: Graph): GraphIndex {
  const branches = new Map<string, BranchPlace>();
  const routes: RouteNode[] = [];
  const place = new Map<string, string | undefined>();

  function visit(body: readonly Node[], around: string | undefined): void {
    for (const node of body) {
      place.set(node.path, around);
      if (node.kind !== "route") continue;
      routes.push(node);
      for (const branch of node.branches) {
        branches.set(branch.path, { branch, route: node, around });
        visit(branch.body, branch.path);
      }
    }
  }
  visit(graph.body, undefined);
  const declared = new Map(graph.inputs.map((input) => [input.name, input]));
  const inputs = new Set([...graph.nodes.values()].flatMap((node) => node.inputs));

  function typed<K extends Node["kind"]>(path: string, kind: K): Extract<Node, { kind: K }> {
    const node = graph.nodes.get(path);
    if (node?.kind !== kind) throw new Error(`no ${kind} at ${path}`);
    return node as Extract<Node, { kind: K }>;
  }
  return {
    graph,
    branches,
    routes,
    around: (path) => place.get(path),
    input: (name) => declared.get(name),
    node: (path) => graph.nodes.get(path),
    isInput: (path) => inputs.has(path),
    head: (path) => typed(path, "head"),
    route: (path) => typed(path, "route"),
  };
}
