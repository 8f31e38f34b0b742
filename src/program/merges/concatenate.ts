import { orderOfFeed } from "../feeds";
import type { MergeLowering } from "./merge";
import { givesAll, partsOf } from "./parts";

/** Side by side along the last axis, in the order of the branches; zero where a branch did not run. */
export const concatenate: MergeLowering = {
  needs(node, _, lowering) {
    const known = givesAll(node, lowering) || lowering.known.routeState(node.path);
    return known ? partsOf(node, lowering) : [lowering.rowsOf(node)];
  },
  lower(node, _, lowering) {
    const { path, dtype } = node;
    const parts = new Map(
      partsOf(node, lowering).map(({ branch, key }) => [branch.index, lowering.register(key)]),
    );
    const state = givesAll(node, lowering) ? undefined : lowering.known.routeState(path)!;
    const columns = node.branches.map((branch) => {
      const part = parts.get(branch.index);
      const mine = lowering.index.shapeOf(branch.output!);
      if (part !== undefined && (!state || state.branches[branch.index] === "all")) return part;
      return lowering.write({
        op: "putBack",
        parts: part === undefined ? [] : [part],
        order: orderOfFeed(path, branch),
        rest: true,
        shape: mine,
        dtype,
      });
    });
    return columns.length === 1
      ? columns[0]!
      : lowering.write({ op: "concatenate", node: path, parts: columns });
  },
};
