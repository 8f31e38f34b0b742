/* What a program makes of the choices of a route, in its mode. */
import type { HeadNode, Routing, RoutingNode } from "../graph/ir";
import type { GraphIndex } from "./graph-index";
import type { Mode } from "./request";

/** The head that decides; `undefined` for a tag. */
export function gateOf(index: GraphIndex, { by }: RoutingNode): HeadNode | undefined {
  return "head" in by ? index.head(by.head) : undefined;
}

/**
 * Whether every branch runs on every sample, or each on its own samples.
 *
 * A tag's branches never run for samples of another value: these may lack the branch's input. A route that selects all
 * needs every branch for every sample: in training only where something stands on it.
 */
export function selectOf(index: GraphIndex, route: RoutingNode, mode: Mode): Routing["select"] {
  if ("tag" in route.by) return "one";
  if (route.select === "all") return !mode.training || index.isInput(route.path) ? "all" : "one";
  return !mode.training && mode.branches === "all" ? "all" : "one";
}
