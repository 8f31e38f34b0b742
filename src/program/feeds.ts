/* The inputs of a program that depend on the batch, by name. */
import type { Feed } from "./instruction";
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
