import type { RouteNode } from "../../graph/ir";
import type { NodeLowering } from "../lower/demand";
import { mergedMask } from "../merges/masks";
import { mergeLowerings } from "../merges/table.generated";

/** The values of its branches as one. */
export const route: NodeLowering<RouteNode> = {
  needs: (node, scope, lowering) => mergeLowerings[node.merge].needs(node, scope, lowering),
  mask: mergedMask,
  lower: (node, scope, lowering) => mergeLowerings[node.merge].lower(node, scope, lowering),
};
