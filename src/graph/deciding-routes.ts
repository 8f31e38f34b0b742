/* Which routes may have to be decided before a value is known. */
import { deciderSource } from "./deciders";
import type { RoutingNode } from "./ir";
import { dependencies, type Reachable } from "./reach";
import { isRouting } from "./walk";

/**
 * The routes that may have to be decided for the values at these paths: those that the values are made of, and those in
 * whose branches any of it stands, since who runs through a branch is its route's to say.
 * @param around the route in one of whose branches the node at a path stands; `undefined` at the top level
 */
export function decidingRoutes(
  graph: Reachable,
  around: (path: string) => RoutingNode | undefined,
  paths: readonly string[],
): ReadonlySet<RoutingNode> {
  const needed = new Set<string>();
  const deciding = new Set<RoutingNode>();
  // In rounds, each a level further out: a walk for each node would be as many walks as a wide network has branches.
  for (let open = [...paths]; open.length > 0;) {
    const found = [...dependencies(graph, open).nodes].filter((path) => !needed.has(path));
    open = [];
    for (const path of found) {
      needed.add(path);
      for (let route = around(path); route && !deciding.has(route); route = around(route.path)) {
        deciding.add(route);
        const source = deciderSource(route.by);
        if (source !== undefined) open.push(source);
      }
    }
  }
  const reached = [...needed].map((path) => graph.nodes.get(path)).filter(isRouting);
  return new Set([...deciding, ...reached]);
}
