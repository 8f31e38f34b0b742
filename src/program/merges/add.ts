/* The sum of what the branches that ran for a row give, each times its weight there. */
import type { RouteNode } from "../../graph/ir";
import { placesFeed, sizeFeed, takersFeed } from "../feeds";
import type { Demand, Lowerer, ScopeName } from "../lower/demand";
import type { MergeLowering } from "./merge";
import { givesAll, partsOf, type Part } from "./parts";
import { isWeighed } from "./weights";

/** Where the weights of a route's branches stand: `[rows, branches]`. */
type WeightsOf = (node: RouteNode, scope: ScopeName, lowering: Lowerer) => Demand;

/** @param weights without them each counts as it is */
export function addition(weights?: WeightsOf): MergeLowering {
  const parts = (node: RouteNode, scope: ScopeName, lowering: Lowerer): Part[] => {
    const by = weights?.(node, scope, lowering);
    if (!by) return partsOf(node, lowering);
    const weigh: Parameters<typeof partsOf>[2] = (from, branch, lowering) => {
      if (!isWeighed(node, branch, lowering)) return from;
      return lowering.write({
        op: "weigh",
        from,
        by: lowering.register(by.key),
        column: branch.index,
        ...(!givesAll(node, lowering) && { rows: takersFeed(node.path, branch) }),
      });
    };
    return partsOf(node, lowering, weigh, [by]);
  };
  return {
    needs(node, scope, lowering) {
      if (!givesAll(node, lowering) && !lowering.known.routeState(node.path)) return [lowering.rowsOf(node)];
      return parts(node, scope, lowering);
    },
    lower(node, scope, lowering) {
      const registers = parts(node, scope, lowering).map(({ key }) => lowering.register(key));
      const { path, shape } = node;
      if (givesAll(node, lowering)) return lowering.write({ op: "sum", node: path, parts: registers });
      const size = sizeFeed(lowering.index.around(path));
      return lowering.write({
        op: "addBack",
        node: path,
        parts: registers,
        places: placesFeed(path),
        size,
        shape,
      });
    },
  };
}
