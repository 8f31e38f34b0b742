import type { Dataset } from "../data/dataset";
import type { Graph } from "../graph/ir";
import type { Notice } from "../notice";
import { bindData } from "./bind-data";

/**
 * What a network would not learn from these samples and nobody would notice: asked for before training starts.
 *
 * @param samples numbers of the samples that train
 */
export function inspectData(graph: Graph, given: Dataset, samples: Int32Array): readonly Notice[] {
  const data = bindData(graph, given);
  const notices: Notice[] = [];
  for (const [name, target] of graph.targets) {
    const labels = data.labels[name];
    if (target.kind !== "classes" || !(labels instanceof Int32Array)) continue;
    const seen = new Set(samples.length === data.size ? labels : samples.map((sample) => labels[sample]!));
    const never = target.classes.filter((_, number) => !seen.has(number));
    if (never.length === 0) continue;
    notices.push({
      code: "classWithoutSamples",
      where: name,
      message: `no training sample has the label ${never.join(", ")}`,
      hint: "a network cannot learn what it never sees: add samples, or take the class out",
    });
  }
  return notices;
}
