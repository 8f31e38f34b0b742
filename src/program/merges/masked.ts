import type { Branch, RouteNode } from "../../graph/ir";
import { isRouting } from "../../graph/walk";
import { selectedFeed, sizeFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer } from "../lower/demand";
import { branchesRun } from "../route-choices";
import type { MergeLowering } from "./merge";
import { needsOf, resultOf } from "./parts";
import { putBack } from "./put-back";

/**
 * Every branch for every row; what was not chosen counts as zero, and classes that were not chosen as impossible: by
 * selection and not by a product, for 0 times infinity is no number.
 */
export const masked: MergeLowering = {
  needs(node, scope, lowering) {
    if (!runsAll(node, lowering)) return putBack.needs(node, scope, lowering);
    if (!lowering.known.routeState(node.path)) return [lowering.rowsOf(node)];
    return node.branches.map((branch) => maskedPart(node, branch));
  },
  lower(node, scope, lowering) {
    if (!runsAll(node, lowering)) return putBack.lower(node, scope, lowering);
    const { path, answer, branches } = node;
    const parts = branches.map((branch) => lowering.register(maskedPart(node, branch).key));
    if (!answer) return lowering.write({ op: "sum", node: path, parts });
    return lowering.write({
      op: "maskedAnswer",
      node: path,
      parts,
      members: branches.map(({ members }) => members ?? []),
      classes: answer.classes.length,
      selected: selectedFeed(path),
    });
  },
};

/** A tag's branches run for their own samples alone. */
const runsAll = (node: RouteNode, { index, request }: Lowerer): boolean =>
  branchesRun(index, node, request) === "all";

/** A branch's value for every row, zero where it is not chosen; of an answer its logits, as they are. */
function maskedPart(node: RouteNode, branch: Branch): Demand {
  return {
    key: `part\n\n${branch.path}`,
    needs: (lowering) => needsOf(node, branch, lowering),
    make: (lowering) => {
      if (node.answer) return logitsOf(node, branch, lowering);
      const from = lowering.value(branch.path, branch.output!);
      const selected = selectedFeed(node.path);
      return lowering.write({ op: "keepSelected", from, selected, column: branch.index });
    },
  };
}

/** Logits of a branch's own classes: of another route's answer the logarithms of its probabilities. */
function logitsOf(node: RouteNode, { path, output, members }: Branch, lowering: Lowerer): Register {
  if (output === undefined) {
    const rows = sizeFeed(lowering.index.around(node.path));
    return lowering.write({ op: "zeros", rows, shape: [1] });
  }
  const from = lowering.register(resultOf(node, path, output, lowering).key);
  if (!isRouting(lowering.index.node(output))) return from;
  return lowering.write({ op: "logarithms", from, members: members ?? [] });
}
