import type { HeadNode } from "../../graph/ir";
import { projectionOf } from "../../graph/nodes/head";
import type { NodeLowering } from "../lower/demand";
import { valueIn } from "../lower/values";

/** Logits or values: the head's own dense layer over its input, or the input as it comes. */
export const head: NodeLowering<HeadNode> = {
  needs: ({ inputs }, scope) => [valueIn(scope, inputs[0]!)],
  lower(node, scope, lowering) {
    const input = lowering.value(scope, node.inputs[0]!);
    const layer = projectionOf(node);
    if (!layer) return input;
    const { path, shape, calibration } = node;
    const variables = node.variables.filter((variable) => !calibration?.variables.includes(variable));
    const isVector = shape.length === 1;
    const logits = lowering.write({
      op: "layer",
      ...(isVector && { node: path }),
      layer,
      inputs: [input],
      variables,
      training: lowering.request.training,
      random: path,
    });
    return isVector ? logits : lowering.write({ op: "reshape", node: path, from: logits, shape });
  },
};
