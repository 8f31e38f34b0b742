import type { LayerNode } from "../../graph/ir";
import type { NodeLowering } from "../lower/demand";
import { maskDemand, maskRegister, masksUsed } from "../lower/masks";
import { valueIn } from "../lower/values";

/** A layer over the values of its inputs, with their masks where it goes by them. */
export const layer: NodeLowering<LayerNode> = {
  needs: (node, scope, lowering) => [
    ...node.inputs.map((input) => valueIn(scope, input)),
    ...masksUsed(node, lowering).flatMap((input) => maskDemand(lowering, scope, input)),
  ],
  lower(node, scope, lowering) {
    const masks = masksUsed(node, lowering).map((input) => maskRegister(lowering, scope, input) ?? -1);
    return lowering.write({
      op: "layer",
      node: node.path,
      layer: node.layer,
      inputs: node.inputs.map((input) => lowering.value(scope, input)),
      variables: node.variables,
      training: lowering.request.training && !lowering.request.moving?.isFrozen(node),
      random: node.path,
      ...(masks.length > 0 && { masks }),
    });
  },
};
