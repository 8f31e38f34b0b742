/* What a program makes of the choices of a route, in its mode. */
import type { RoutingNode, Selection } from "../graph/ir";
import type { GraphIndex } from "./graph-index";
import type { Mode } from "./request";

/**
 * Which branches run for a sample. What merges all branches needs all: in training only where something stands on it, for
 * where a head's labels route, the heads inside have labels for their own samples alone.
 */
export function selectionOf(index: GraphIndex, route: RoutingNode, mode: Mode): Selection {
  const { by, select } = route;
  if (select.kind !== "all" || !mode.training || isUsed(index, route)) return select;
  return "head" in by && index.node(by.head)?.kind === "head" ? { kind: "first" } : select;
}

/**
 * Whether every branch runs on every sample of its route, or each on those that were chosen for it.
 *
 * A tag's branches never run for samples of another value: these may lack the branch's input. In an early exit each head
 * learns from every sample, whoever would have left before.
 */
export function branchesRun(index: GraphIndex, route: RoutingNode, mode: Mode): Mode["branches"] {
  if ("tag" in route.by) return "chosen";
  if (asksPlausible(route, mode)) return "chosen";
  if (mode.plausible?.everywhere.has(route.path)) return "all";
  if ("sure" in route.by && mode.routing === "labels") return "all";
  if (takesAll(index, route, mode)) return "all";
  if (route.merge === "masked") return !mode.training || isUsed(index, route) ? "all" : "chosen";
  return !mode.training && mode.branches === "all" ? "all" : "chosen";
}

/** Whether the branches of a route run where they are likely enough, whatever it selects. */
export const asksPlausible = ({ path }: RoutingNode, { plausible }: Mode): boolean =>
  plausible?.routes.has(path) ?? false;

/** Whether every row takes every branch. */
export const takesAll = (index: GraphIndex, route: RoutingNode, mode: Mode): boolean =>
  !asksPlausible(route, mode) &&
  !("tag" in route.by) &&
  !rulesOut(route) &&
  selectionOf(index, route, mode).kind === "all";

/** Whether some branch may be out of the question for a sample, so that not even "all" are all. */
const rulesOut = ({ by }: RoutingNode): boolean => "mask" in by || "constant" in by;

/** Whether something stands on a route's value. */
const isUsed = (index: GraphIndex, { path }: RoutingNode): boolean => index.isInput(path);
