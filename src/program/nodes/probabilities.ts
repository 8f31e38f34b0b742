import type { ProbabilitiesNode } from "../../graph/nodes/probabilities";
import type { NodeLowering } from "../lower/demand";
import { calibratedLogits } from "../lower/calibrated";

/** The class probabilities of the head that enters. */
export const probabilities: NodeLowering<ProbabilitiesNode> = {
  needs: ({ inputs }, scope, { index }) => [calibratedLogits(scope, index.head(inputs[0]!))],
  lower({ path, inputs }, scope, lowering) {
    const logits = calibratedLogits(scope, lowering.index.head(inputs[0]!));
    return lowering.write({ op: "probabilities", node: path, from: lowering.register(logits.key) });
  },
};
