/* A layer: one step of a stack. */
import { hasColon } from "../../open-table";
import type { NormalLayer } from "../../spec/language";
import type { LayerNode } from "../ir";
import { gradientSources } from "../layers";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";

export const layer: NodeKind<"layer"> = {
  ...leaf,
  sources: ({ layer, inputs }, { gradients }) => (gradients ? gradientSources(layer, inputs) : inputs),
  summary: (node) => node.layer.type,
  look: (node) => ({ text: layerText(node), isHead: false }),
  asLayer: (node) => ({ layer: node.layer }),
};

/** `conv2d 16, 3 × 3, relu`, `conv1d 16, over 3`: the type and the options that people talk about. */
function layerText({ layer }: LayerNode): string {
  if (hasColon(layer.type)) return ownText(layer);
  const options = layer as Partial<Record<string, unknown>>;
  const { activation } = options;
  const window = options.kernelSize ?? options.poolSize;
  const size = options.filters ?? options.units ?? options.rate ?? options.outputDim;
  const parts = [
    size === undefined ? "" : String(size as number),
    window === undefined ? "" : windowText(window as number | readonly number[]),
    typeof activation === "string" && activation !== "linear" ? activation : "",
  ].filter((part) => part !== "");
  if (layer.type === "activation") return parts.join(", ") || layer.type;
  return [layer.type, parts.join(", ")].filter((part) => part !== "").join(" ");
}

/** `mine:spline, knots 5`: the type and each option that is one word. */
function ownText({ type, ...options }: NormalLayer): string {
  const said = Object.entries<unknown>(options).filter(([, value]) => typeof value !== "object");
  return [type, ...said.map(([name, value]) => `${name} ${String(value)}`)].join(", ");
}

/** Of an image as its two lengths, of a sequence as its one. */
function windowText(window: number | readonly number[]): string {
  return typeof window === "number" ? `over ${window}` : window.join(" × ");
}
