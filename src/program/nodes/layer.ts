import type { LayerNode } from "../../graph/ir";
import type { NodeLowering } from "../lower/demand";
import { valueIn } from "../lower/values";

/** A layer over the values of its inputs. */
export const layer: NodeLowering<LayerNode> = {
  needs: ({ inputs }, scope) => inputs.map((input) => valueIn(scope, input)),
  lower: (node, scope, lowering) =>
    lowering.write({
      op: "layer",
      node: node.path,
      layer: node.layer,
      inputs: node.inputs.map((input) => lowering.value(scope, input)),
      variables: node.variables,
      training: lowering.request.training && !lowering.request.moving?.isFrozen(node),
      random: node.path,
    }),
};
