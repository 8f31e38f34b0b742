import type { HeadNode } from "../../graph/ir";
import type { NormalLayer } from "../../spec/language";
import type { NodeLowering } from "../lower/demand";
import { valueIn } from "../lower/values";

/** Logits or values: the head's own dense layer over its input, or the input as it comes. */
export const head: NodeLowering<HeadNode> = {
  needs: ({ inputs }, scope) => [valueIn(scope, inputs[0]!)],
  lower(node, scope, lowering) {
    const input = lowering.value(scope, node.inputs[0]!);
    if (!node.project) return input;
    const flat = node.shape.length === 1;
    const logits = lowering.write({
      op: "layer",
      ...(flat && { node: node.path }),
      layer: projection(node),
      inputs: [input],
      variables: node.variables,
      training: lowering.request.training,
      random: node.path,
    });
    return flat
      ? logits
      : lowering.write({ op: "reshape", node: node.path, from: logits, shape: node.shape });
  },
};

/** The dense layer from a head's input to as many numbers as its target has. */
function projection(head: HeadNode): NormalLayer {
  return {
    type: "dense",
    units: head.shape.reduce((a, b) => a * b, 1),
    activation: "linear",
    useBias: true,
    kernelInitializer: "glorotUniform",
    biasInitializer: "zeros",
  };
}
