/* A layer: one step of a stack. */
import { gradientSources } from "../layers";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";
import { layerText } from "./layer-text";

export const layer: NodeKind<"layer"> = {
  ...leaf,
  sources: ({ layer, inputs }, { gradients }) => (gradients ? gradientSources(layer, inputs) : inputs),
  summary: (node) => node.layer.type,
  look: ({ layer }) => ({ text: layerText(layer), isHead: false }),
  asLayer: (node) => ({ layer: node.layer }),
};
