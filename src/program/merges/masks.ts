/* The mask of a route, of what its branches end in: a step of a row counts where it does in a branch that ran for it. */
import type { Branch, RouteNode } from "../../graph/ir";
import { orderOfFeed, placesFeed, sizeFeed, takerCountFeed, takersFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer, PartLowering } from "../lower/demand";
import { maskIn } from "../lower/masks";
import { branchesRun } from "../route-choices";
import { givesAll, giving } from "./parts";

/** The mask of a route's value. Where values stand side by side along masked steps, so do their masks. */
export const mergedMask: PartLowering<RouteNode> = {
  needs(node, _, lowering) {
    if (!givesAll(node, lowering) && !lowering.known.routeState(node.path)) return [lowering.rowsOf(node)];
    return giving(node, lowering).flatMap((branch) => {
      const own = maskOf(branch, lowering);
      return own ? [lowering.undecided(branch.path) ?? own] : [];
    });
  },
  lower(node, _, lowering) {
    if (isBeside(node)) return beside(node, lowering);
    const parts = giving(node, lowering).map((branch) => partOf(node, branch, lowering));
    if (givesAll(node, lowering)) return lowering.write({ op: "eitherMask", parts });
    const { path } = node;
    const size = sizeFeed(lowering.index.around(path));
    const shape = node.shape.slice(0, axesOf(node));
    return lowering.write({ op: "maskBack", parts, places: placesFeed(path), size, shape });
  },
};

/** Whether the axis along which the branches' values stand side by side is one that their masks know. */
const isBeside = (node: RouteNode): boolean =>
  node.merge === "concatenate" && axesOf(node) === node.shape.length;

const axesOf = ({ mask }: RouteNode): number => mask!.axes;

function beside(node: RouteNode, lowering: Lowerer): Register {
  const running = new Set(giving(node, lowering));
  const parts = node.branches.map((branch) => {
    const part = running.has(branch) ? [partOf(node, branch, lowering)] : [];
    if (givesAll(node, lowering)) return part[0]!;
    return lowering.write({
      op: "putBack",
      parts: part,
      order: orderOfFeed(node.path, branch),
      rest: true,
      shape: lowering.index.shapeOf(branch.output!),
      dtype: "float32",
    });
  });
  return parts.length === 1 ? parts[0]! : lowering.write({ op: "concatenate", parts });
}

/** The mask of a branch's result for the rows that take it; of one without a mask all counts. */
function partOf(node: RouteNode, branch: Branch, lowering: Lowerer): Register {
  const all = givesAll(node, lowering);
  const own = maskOf(branch, lowering);
  if (!own) {
    const rows = all ? sizeFeed(lowering.index.around(node.path)) : takerCountFeed(node.path, branch);
    const shape = lowering.index.shapeOf(branch.output!).slice(0, axesOf(node));
    return lowering.write({ op: "ones", rows, shape });
  }
  const from = lowering.register(own.key);
  // Where each branch ran for every sample, its own rows are picked now.
  return !all && branchesRun(lowering.index, node, lowering.request) === "all"
    ? lowering.write({ op: "rows", from, rows: takersFeed(node.path, branch) })
    : from;
}

/** The mask of what a branch ends in, if it has one. */
const maskOf = ({ path, output }: Branch, { index }: Lowerer): Demand | undefined =>
  output !== undefined && index.maskOf(output) ? maskIn(path, output) : undefined;
