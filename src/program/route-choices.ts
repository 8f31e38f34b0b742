/*
 * A route is three choices that combine: who decides (a head, a tag), which branches run for a sample (one, all), and how
 * their values become one (put back, joint).
 */
import type { HeadNode, RouteNode } from "../graph/ir";
import type { GraphIndex } from "./graph-index";
import type { Mode } from "./request";

/** The head that decides; `undefined` for a tag. */
export function gateOf(index: GraphIndex, { by }: RouteNode): HeadNode | undefined {
  return "head" in by ? index.head(by.head) : undefined;
}

/** How the values of the branches become one. */
export function mergeOf(route: RouteNode): "putBack" | "joint" {
  return route.answer !== undefined && route.decode === "joint" ? "joint" : "putBack";
}

/**
 * Whether every branch runs on every sample, or each on its own samples.
 *
 * A tag's branches never run for samples of another value: these may lack the branch's input. A joint answer needs every
 * branch for every sample: in training only where something stands on it.
 */
export function selectOf(index: GraphIndex, route: RouteNode, mode: Mode): "one" | "all" {
  if ("tag" in route.by) return "one";
  if (route.decode === "joint") return !mode.training || index.isInput(route.path) ? "all" : "one";
  return !mode.training && mode.branches === "all" ? "all" : "one";
}
