/* What a graph costs: parameters, and FLOPs for one sample when every branch runs, or those that it takes. */
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";
import type { Branch, Graph, Node, RouteNode } from "./ir";
import * as messages from "./messages";

/** Number of values in a graph's weights. */
export interface ParameterCount {
  /** With moving statistics and frozen weights. */
  readonly all: number;
  readonly trainable: number;
}

/** Parameters of these variables, each once, however many layers share it. */
export function countParameters(graph: Pick<Graph, "variables">, paths: Iterable<string>): ParameterCount {
  let all = 0;
  let trainable = 0;
  for (const path of new Set(paths)) {
    const variable = graph.variables.get(path);
    if (!variable) continue;
    const size = sizeOf(variable.shape);
    all += size;
    if (variable.trainable) trainable += size;
  }
  return { all, trainable };
}

/** FLOPs of a branch's own nodes, for one sample that runs through it. */
export function branchFlops(branch: Branch): number {
  return branch.body.reduce((sum, node) => sum + node.flops, 0);
}

/** FLOPs for one sample if every branch runs. */
export function totalFlops(graph: Pick<Graph, "body">): number {
  return graph.body.reduce((sum, node) => sum + node.flops, 0);
}

/**
 * FLOPs for one sample on average, where `shares[route][i]` is the share of the samples that takes branch i of the
 * route (its path). A route without shares counts its branches alike; a joint one runs all of them on every sample.
 * @throws EspalierError for an unknown route, too many or too few shares, a share outside 0 to 1, or a sum above 1.
 */
export function expectedFlops(
  graph: Pick<Graph, "body">,
  shares: Readonly<Record<string, readonly number[]>> = {},
): number {
  const routes = routesOf(graph);
  const known = new Set(routes.map((route) => route.path));
  for (const path of Object.keys(shares)) {
    if (!known.has(path)) {
      const { message, hint } = messages.unknownRoute(
        path,
        routes.map((route) => route.path),
      );
      throw new EspalierError(message, { hint });
    }
  }
  const cost = (node: Node): number => {
    if (node.kind !== "route" || node.decode === "joint") return node.flops;
    const own = Object.hasOwn(shares, node.path) ? shares[node.path] : undefined;
    return weigh(node, own ?? node.branches.map(() => 1 / node.branches.length));
  };
  return graph.body.reduce((sum, node) => sum + cost(node), 0);
}

function weigh(route: RouteNode, shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const sound = shares.every((share) => share >= 0 && share <= 1) && sum <= 1 + 1e-6;
  if (!sound || shares.length !== route.branches.length) {
    const { message, hint } = messages.badShares(
      route.path,
      shares,
      route.branches.map((branch) => branch.key),
    );
    throw new EspalierError(message, { hint });
  }
  return route.branches.reduce((total, branch, i) => total + (shares[i] ?? 0) * branchFlops(branch), 0);
}

/** The routes of a graph, in order. */
export function routesOf(graph: Pick<Graph, "body">): RouteNode[] {
  return graph.body.filter((node) => node.kind === "route");
}

/**
 * FLOPs for one sample through one branch of one route: the branch and all that runs anyway. Other routes count
 * their branches alike; a joint route runs all of its branches whatever is chosen.
 */
export function flopsThrough(graph: Pick<Graph, "body">, route: RouteNode, index: number): number {
  const only = route.branches.map((branch) => (branch.index === index ? 1 : 0));
  return expectedFlops(graph, { [route.path]: only });
}
