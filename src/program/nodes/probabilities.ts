import type { ProbabilitiesNode } from "../../graph/nodes/probabilities";
import { calibratedLogits } from "../lower/calibrated";
import type { Demand, Lowerer, NodeLowering, ScopeName } from "../lower/demand";
import { temperedLogits } from "../lower/gate";

/** The probabilities of the head or the gate that enters. */
export const probabilities: NodeLowering<ProbabilitiesNode> = {
  needs: (node, scope, lowering) => [logitsOf(node, scope, lowering)],
  lower(node, scope, lowering) {
    const from = lowering.register(logitsOf(node, scope, lowering).key);
    return lowering.write({ op: "probabilities", node: node.path, from });
  },
};

function logitsOf({ inputs }: ProbabilitiesNode, scope: ScopeName, { index }: Lowerer): Demand {
  const node = index.node(inputs[0]!);
  return node?.kind === "gate"
    ? temperedLogits(scope, node)
    : calibratedLogits(scope, index.head(inputs[0]!));
}
