import type { Graph } from "./ir";
import { maskRuleOf } from "./layers";
import * as messages from "./messages";
import type { ProblemReport } from "./report";

/** Warns where the mask of a padded sequence ends, so that what comes after takes padding for data. */
export function warnOfLostMasks(
  { nodes, inputs }: Pick<Graph, "nodes" | "inputs">,
  report: ProblemReport,
): void {
  const padded = new Map(inputs.map((input) => [input.name, input]));
  const valueAt = (path: string) => nodes.get(path) ?? padded.get(path);
  const isMasked = (path: string) => valueAt(path)?.mask !== undefined;
  for (const node of nodes.values()) {
    const results = node.branches.flatMap(({ output }) => output ?? []);
    if (!node.mask && results.some(isMasked)) report.warn(node.pointer, messages.maskEndsAtRoute(node.path));
    if (node.kind !== "layer") continue;
    const masked = node.inputs.filter(isMasked);
    if (masked.length === 0) continue;
    const rule = maskRuleOf(node.layer, valueAt(node.inputs[0]!)?.shape ?? []);
    const several = rule?.gives?.from === "either";
    const apart = several && masked.length === node.inputs.length && !node.mask;
    if (!rule || apart) report.warn(node.pointer, messages.maskEnds(node.layer.type, masked[0]!));
    else if (several && masked.length < node.inputs.length)
      report.warn(node.pointer, messages.maskOfOneOnly(node.layer.type, masked[0]!));
    else if (node.layer.type === "batchNormalization")
      report.warn(node.pointer, messages.paddingInStatistics(masked[0]!));
  }
}
