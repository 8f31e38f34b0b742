/* Whether gates add their balance losses to what a phase minimises. */
import { deciderSource } from "../deciders";
import type { Graph, RoutingNode } from "../ir";
import { dependencies, type Reachable } from "../reach";
import { branchesWithin, gatingOf, isRouting } from "../walk";

/** Whether a gate with balance losses decides on the way to one of these heads, or who comes to where a head stands. */
export function hasBalancedGates(graph: Reachable & Pick<Graph, "body">, heads: readonly string[]): boolean {
  const isBalanced = (path: string) => gatingOf(graph.nodes.get(path))?.balance !== undefined;
  // Most networks have none: then nothing is to be traced.
  if (![...graph.nodes.keys()].some(isBalanced)) return false;
  const around = new Map(
    branchesWithin(graph.body).flatMap(({ node, branch }) =>
      branch.body.map(({ path }) => [path, node] as const),
    ),
  );
  const routes = new Set<RoutingNode>();
  const seen = new Set<string>();
  // In rounds, each a level further out, as what a program may have to decide is found.
  for (let open = [...heads]; open.length > 0;) {
    const found = [...dependencies(graph, open).nodes].filter((path) => !seen.has(path));
    open = [];
    for (const path of found) {
      seen.add(path);
      for (const node of [graph.nodes.get(path), around.get(path)]) {
        if (!isRouting(node) || routes.has(node)) continue;
        routes.add(node);
        open.push(...[deciderSource(node.by) ?? []].flat());
      }
    }
  }
  return [...routes].some(({ by }) => "head" in by && isBalanced(by.head));
}
