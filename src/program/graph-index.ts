import type { Branch, Graph, HeadNode, Input, Node, RoutingNode, Shape } from "../graph/ir";
import type { Mask } from "../graph/mask";
import { isRouting } from "../graph/walk";

/** A branch with the route that it belongs to. */
export interface IndexedBranch {
  readonly branch: Branch;
  readonly route: RoutingNode;
  /** Path of the branch around the route, `undefined` at the top level. */
  readonly around: string | undefined;
}

/** A graph with the look-ups that planning and lowering need: which branch each node stands in. */
export interface GraphIndex {
  readonly graph: Graph;
  readonly branches: ReadonlyMap<string, IndexedBranch>;
  /** Every route, at any depth: each after the routes that it stands in. */
  readonly routes: readonly RoutingNode[];
  /** Path of the branch in which a node stands, `undefined` at the top level (and for inputs). */
  around(path: string): string | undefined;
  node(path: string): Node | undefined;
  input(name: string): Input | undefined;
  /** Shape of one row of a node's value or of an input. */
  shapeOf(path: string): Shape;
  /** Where the mask of a node's value or of an input comes from, if it has one. */
  maskOf(path: string): Mask | undefined;
  /** Whether another node takes in this one's value, or a route has it as a branch's result. */
  isInput(path: string): boolean;
  head(path: string): HeadNode;
  route(path: string): RoutingNode;
}

export function indexGraph(graph: Graph): GraphIndex {
  const branches = new Map<string, IndexedBranch>();
  const routes: RoutingNode[] = [];
  const place = new Map<string, string | undefined>();

  function visit(body: readonly Node[], around: string | undefined): void {
    for (const node of body) {
      place.set(node.path, around);
      if (!isRouting(node)) continue;
      routes.push(node);
      for (const branch of node.branches) {
        branches.set(branch.path, { branch, route: node, around });
        visit(branch.body, branch.path);
      }
    }
  }
  visit(graph.body, undefined);
  const declared = new Map(graph.inputs.map((input) => [input.name, input]));
  const inputs = new Set(
    [...graph.nodes.values()].flatMap((node) => [
      ...node.inputs,
      ...node.branches.flatMap(({ output }) => output ?? []),
    ]),
  );
  return {
    graph,
    branches,
    routes,
    around: (path) => place.get(path),
    input: (name) => declared.get(name),
    node: (path) => graph.nodes.get(path),
    shapeOf: (path) => graph.nodes.get(path)?.shape ?? declared.get(path)!.shape,
    maskOf: (path) => (graph.nodes.get(path) ?? declared.get(path))?.mask,
    isInput: (path) => inputs.has(path),
    head(path) {
      const node = graph.nodes.get(path);
      if (node?.kind !== "head") throw new Error(`no head at ${path}`);
      return node;
    },
    route(path) {
      const node = graph.nodes.get(path);
      if (!isRouting(node)) throw new Error(`no route at ${path}`);
      return node;
    },
  };
}
