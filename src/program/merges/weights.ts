/* How much each branch counts for a row. */
import type { Branch, RouteNode } from "../../graph/ir";
import { deciderSource, saysProbabilities } from "../../graph/deciders";
import { selectedFeed, weightsFeed } from "../feeds";
import type { WeightRule } from "../instruction";
import type { Demand, Lowerer, ScopeName } from "../lower/demand";
import { decidingLogits } from "../lower/gate";
import { givesAll } from "./parts";

/**
 * Whether who decides says anything of a branch. Of the way out of a gate that is unsure it does not: that branch runs alone
 * for its samples, and counts as it is.
 */
export function isWeighed({ by }: RouteNode, { index }: Branch, lowering: Lowerer): boolean {
  if (!saysProbabilities(by)) return true;
  const [logits] = lowering.index.shapeOf(deciderSource(by)!);
  // One logit stands for the second of two.
  return index < Math.max(2, logits!);
}

/** The weights of a route's branches: `[rows, branches]`, by what its gate or its mask says. */
export function weightsBy(
  rule: WeightRule,
): (node: RouteNode, scope: ScopeName, lowering: Lowerer) => Demand {
  return (node, scope, lowering) => {
    const key = `weights\n\n${node.path}`;
    if (!saysProbabilities(node.by)) {
      return {
        key,
        needs: (lowering) => (lowering.known.routeState(node.path) ? [] : [lowering.rowsOf(node)]),
        make: (lowering) =>
          lowering.write({
            op: "given",
            values: weightsFeed(node.path, rule === "renewed"),
            width: node.branches.length,
          }),
      };
    }
    const logits = decidingLogits(scope, deciderSource(node.by)!, lowering);
    const selected = givesAll(node, lowering) ? undefined : selectedFeed(node.path);
    return {
      key,
      needs: () => [logits],
      make: (lowering) => {
        const from = lowering.register(logits.key);
        if (rule === "asItIs" || (rule === "renewed" && !selected)) {
          return lowering.write({ op: "probabilities", from });
        }
        return lowering.write({ op: "weights", from, rule, ...(selected && { selected }) });
      },
    };
  };
}
