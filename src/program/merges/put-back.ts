import { orderFeed } from "../feeds";
import type { MergeLowering } from "./merge";
import { partsOf } from "./parts";

/** Each branch's result in the order of the samples again. */
export const putBack: MergeLowering = {
  needs: (node, _, lowering) =>
    lowering.known.routeState(node.path) ? partsOf(node, lowering) : [lowering.rowsOf(node)],
  lower(node, _, lowering) {
    const { branches, rest } = lowering.known.routeState(node.path)!;
    const parts = partsOf(node, lowering).map(({ key }) => lowering.register(key));
    if (parts.length === 1 && branches.includes("all")) return parts[0]!;
    const { path, shape, dtype } = node;
    return lowering.write({ op: "putBack", node: path, parts, order: orderFeed(path), rest, shape, dtype });
  },
};
