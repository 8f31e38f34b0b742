/* Whether gates add their balance losses to what a phase minimises. */
import { decidingRoutes } from "../deciding-routes";
import type { Graph } from "../ir";
import type { Reachable } from "../reach";
import { gatingOf, routesOf } from "../walk";

/** Whether a gate with balance losses decides on the way to one of these heads, or who comes to where a head stands. */
export function hasBalancedGates(graph: Reachable & Pick<Graph, "body">, heads: readonly string[]): boolean {
  const isBalanced = (path: string) => gatingOf(graph.nodes.get(path))?.balance !== undefined;
  // Most networks have none: then nothing is to be traced.
  if (![...graph.nodes.keys()].some(isBalanced)) return false;
  const around = new Map(
    routesOf(graph).flatMap((route) =>
      route.branches.flatMap(({ body }) => body.map(({ path }) => [path, route] as const)),
    ),
  );
  const routes = decidingRoutes(graph, (path) => around.get(path), heads);
  return [...routes].some(({ by }) => "head" in by && isBalanced(by.head));
}
