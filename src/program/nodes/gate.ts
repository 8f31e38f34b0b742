import type { GateNode } from "../../graph/ir";
import { projectionOfGate } from "../../graph/nodes/gate";
import type { NodeLowering } from "../lower/demand";
import { valueIn } from "../lower/values";

/** The logits of a gate: `[rows, choices]`, as they are before noise and temperature. */
export const gate: NodeLowering<GateNode> = {
  needs: ({ inputs }, scope) => [valueIn(scope, inputs[0]!)],
  lower: (node, scope, lowering) =>
    lowering.write({
      op: "layer",
      node: node.path,
      layer: projectionOfGate(node),
      inputs: [lowering.value(scope, node.inputs[0]!)],
      variables: node.variables.slice(0, 2),
      training: lowering.request.training,
      random: node.path,
    }),
};
