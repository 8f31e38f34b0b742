import type { ProbabilitiesNode } from "../../graph/nodes/probabilities";
import type { NodeLowering } from "../lower/demand";
import { valueIn } from "../lower/values";

/** The class probabilities of the head that enters. */
export const probabilities: NodeLowering<ProbabilitiesNode> = {
  needs: ({ inputs }, scope) => [valueIn(scope, inputs[0]!)],
  lower: ({ path, inputs }, scope, lowering) =>
    lowering.write({ op: "probabilities", node: path, from: lowering.value(scope, inputs[0]!) }),
};
