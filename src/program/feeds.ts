/* The inputs of a program that depend on the batch, by name. */
import { scheduledAt } from "../graph/scheduled";
import type { BalanceSpec, Scheduled } from "../spec/language";
import type { BalanceFactors, Feed } from "./instruction";
import { orderBack } from "./plan/route-rows";
import type { RowLabels } from "./plan/row-labels";

const inScope = (branch: string | undefined): string => branch ?? "";

/** Row of a scope -> position in the batch. */
export const positionsFeed = (branch: string | undefined): Feed<Int32Array> => ({
  name: `positions:${inScope(branch)}`,
  from: (plan) => plan.scope(branch)!.positions,
});

/** Row of a branch's scope -> row of the scope around. */
export const rowsFeed = (branch: string): Feed<Int32Array> => ({
  name: `rows:${branch}`,
  from: (plan) => plan.scope(branch)!.rows!,
});

/** The rows of a route that take a branch. */
export const takersFeed = (route: string, branch: { path: string; index: number }): Feed<Int32Array> => ({
  name: `takers:${branch.path}`,
  from: (plan) => plan.rows(route)!.rows[branch.index]!,
});

/** How many rows of a route take a branch. */
export const takerCountFeed = (route: string, branch: { path: string; index: number }): Feed<number> => ({
  name: `takerCount:${branch.path}`,
  from: (plan) => plan.rows(route)!.rows[branch.index]!.length,
});

/** How many rows a scope has. */
export const sizeFeed = (branch: string | undefined): Feed<number> => ({
  name: `size:${inScope(branch)}`,
  from: (plan) => plan.scope(branch)!.size,
});

/** Row of a route -> its place in the branches' results laid one after another. */
export const orderFeed = (route: string): Feed<Int32Array> => ({
  name: `order:${route}`,
  from: (plan) => plan.orderBack(route),
});

/** Labels and mask of a head, for its rows. */
export const labelsFeed = (head: string): Feed<RowLabels> => ({
  name: `labels:${head}`,
  from: (plan) => plan.labels(head)!,
});

/** 1 where a branch runs for a row of a route: `rows * branches`. */
export const selectedFeed = (route: string): Feed<Float32Array> => ({
  name: `selected:${route}`,
  from: (plan) => plan.selected(route),
});

/** The numbers of a mask for the branches that run, by row of a route: `rows * branches`; renewed: their sum is 1. */
export const weightsFeed = (route: string, renewed: boolean): Feed<Float32Array> => ({
  name: `${renewed ? "renewedWeights" : "weights"}:${route}`,
  from: (plan) => plan.numbers(route, renewed),
});

/** The rows of a route's branches, one branch after another. */
export const placesFeed = (route: string): Feed<Int32Array> => ({
  name: `places:${route}`,
  from: (plan) => concatenated(plan.rows(route)!.rows),
});

/** Row of a route -> its place in the result of one branch, and behind that the rows that do not take it. */
export const orderOfFeed = (route: string, branch: { path: string; index: number }): Feed<Int32Array> => ({
  name: `orderOf:${branch.path}`,
  from: (plan) => {
    const { rows, taken } = plan.rows(route)!;
    return orderBack([rows[branch.index]!], taken.length);
  },
});

/** For each branch of a route the share of the choices that it got. */
export const loadFeed = (route: string): Feed<Float32Array> => ({
  name: `load:${route}`,
  from: (plan) => plan.rows(route)!.load,
});

/** A number that may change while training. */
export const scheduledFeed = (name: string, value: Scheduled): Feed<number> => ({
  name,
  from: (plan) => scheduledAt(value, plan.batch.epochs),
});

/** The factors of a gate's balance losses. */
export const balanceFeed = (
  gate: string,
  { load, importance, z }: Required<BalanceSpec>,
): Feed<BalanceFactors> => ({
  name: `balance:${gate}`,
  from: ({ batch: { epochs } }) => ({
    load: scheduledAt(load, epochs),
    importance: scheduledAt(importance, epochs),
    z: scheduledAt(z, epochs),
  }),
});

function concatenated(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
