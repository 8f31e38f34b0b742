/* What a graph costs: parameters, and FLOPs for one sample when every branch runs, or those that it takes. */
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";
import type { Branch, Graph, Node, RoutingNode } from "./ir";
import * as messages from "./messages";
import { builtKind } from "./nodes";
import type { BranchesRun } from "./nodes/kind";
import { branchesAround, routesOf } from "./walk";

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

/** FLOPs of all that a branch holds, for one sample that runs through it. */
export function branchFlops(branch: Branch): number {
  return branch.body.reduce((sum, node) => sum + node.flops, 0);
}

/** FLOPs for one sample if every branch runs. */
export function totalFlops(graph: Pick<Graph, "body">): number {
  return graph.body.reduce((sum, node) => sum + node.flops, 0);
}

/**
 * FLOPs for one sample on average, where `shares[route][i]` is the share that takes branch i of the route (its path),
 * of the samples that come to it (`routeShares` has those of a prediction). A route without shares counts its branches alike,
 * or as a constant says; a joint one runs all of them on every sample.
 * @throws EspalierError for an unknown route, too many or too few shares, a share outside 0 to 1, or a sum above 1.
 */
export function expectedFlops(graph: Pick<Graph, "body">, shares: Shares = {}): number {
  const routes = new Set(routesOf(graph).map((route) => route.path));
  for (const path of Object.keys(shares)) {
    if (routes.has(path)) continue;
    const { message, hint } = messages.unknownRoute(path, [...routes]);
    throw new EspalierError(message, { hint });
  }
  return expectedOf(graph.body, shares);
}

/** Path of a route -> share of each of its branches. */
type Shares = Readonly<Record<string, readonly number[]>>;

function expectedOf(body: readonly Node[], shares: Shares): number {
  return body.reduce((sum, node) => sum + expectedCost(node, shares), 0);
}

/** FLOPs of a node for one sample on average. */
export function expectedCost(node: Node, shares: Shares = {}): number {
  const { branches, path } = node;
  if (branches.length === 0) return node.flops;
  const own = node.flops - branches.reduce((sum, branch) => sum + branchFlops(branch), 0);
  const runs = builtKind(node).branchesRun(node);
  const given = runs !== "all" && Object.hasOwn(shares, path) ? shares[path] : undefined;
  if (given && runs !== "all") checkShares(node, given, mostOf(runs));
  const alike = sharesAlike(node);
  return branches.reduce((sum, { body }, i) => sum + (given ?? alike)[i]! * expectedOf(body, shares), own);
}

/** The shares of branches of which nothing is known: those that are decided on beforehand, else all alike. */
export function sharesAlike(node: Node): readonly number[] {
  const runs = builtKind(node).branchesRun(node);
  if (runs !== "all" && isList(runs)) return runs;
  const each = runs === "all" ? 1 : leastOf(runs) / node.branches.length;
  return node.branches.map(() => each);
}

/**
 * For a sample that runs through one branch the share of each other one: so many that as many run as each sample does, all
 * alike. `undefined` where the same branches run for every sample.
 */
export function othersThrough(node: Node): number | undefined {
  const runs = builtKind(node).branchesRun(node);
  if (runs === "all" || isList(runs)) return undefined;
  return Math.max(0, leastOf(runs) - 1) / Math.max(1, node.branches.length - 1);
}

function sharesThrough(node: Node, index: number): readonly number[] {
  const others = othersThrough(node);
  if (others === undefined) return sharesAlike(node);
  return node.branches.map((branch) => (branch.index === index ? 1 : others));
}

type Counted = Exclude<BranchesRun, "all">;

const isList = (runs: Counted): runs is readonly number[] => Array.isArray(runs);
const leastOf = (runs: Counted): number =>
  typeof runs === "number" ? runs : isList(runs) ? sumOf(runs) : runs.least;
const mostOf = (runs: Counted): number =>
  typeof runs === "number" ? runs : isList(runs) ? sumOf(runs) : runs.most;
const sumOf = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0);

function checkShares({ path, branches }: Node, shares: readonly number[], most: number): void {
  const sum = sumOf(shares);
  const sound = shares.every((share) => share >= 0 && share <= 1) && sum <= most + 1e-6;
  if (sound && shares.length === branches.length) return;
  const keys = branches.map((branch) => branch.key);
  const { message, hint } = messages.badShares(path, shares, keys);
  throw new EspalierError(message, { hint });
}

/**
 * FLOPs for one sample through one branch of one route: the branch, those around it, and all that runs anyway. Other
 * routes count their branches alike; a joint route runs all of its branches whatever is chosen.
 */
export function flopsThrough(graph: Pick<Graph, "body">, route: RoutingNode, index: number): number {
  const taken = [...branchesAround(graph.body, route.path), { node: route, branch: { index } }];
  const only = taken.map(({ node, branch }) => [node.path, sharesThrough(node, branch.index)]);
  return expectedFlops(graph, Object.fromEntries(only) as Shares);
}
