import type { NetworkSpec, NodeSpec } from "../../spec/language";
import type { NormalApproach, NormalExperiment } from "../normal";
import type { Approach } from "./approach";
import { derived } from "./derived";
import { branchedGroups, decoding, gateHead, graphDocument, groupHead, useBlock } from "./document";

/**
 * A gate network, and a network for each group of several classes into which also enters what the gate said. The gate is trained
 * first, then each branch on the samples that it is for.
 */
export const predictThenSelect: Approach<"predictThenSelect"> = derived({
  routes: true,
  nodeNames: { fixed: ["said"], gate: true, perGroup: false },
  answering: ["decode"],
  options: { select: "decode", merge: "decode", said: "told" },
  derive: (approach, experiment, shape) => {
    const { target, gate } = experiment.task;
    const groups = branchedGroups(experiment);
    return graphDocument(
      experiment,
      approach,
      shape,
      {
        [gate]: {
          layers: [
            ...useBlock(experiment, "trunk"),
            ...useBlock(experiment, "gate"),
            gateHead(experiment, approach),
          ],
        },
        said: saidNode(approach, gate),
        [target]: {
          type: "route",
          by: gate,
          branches: Object.fromEntries(groups.map((group) => [group, branch(approach, experiment, group)])),
          ...decoding(approach),
        },
      },
      {
        phases: [
          // The branches stand on the gate too, and are not there yet.
          { name: gate, train: [`${gate}/**`], heads: [gate] },
          ...groups.map((group) => ({ name: group, train: [`${target}/${group}/**`] })),
        ],
      },
    );
  },
});

const saidNode = ({ told }: NormalApproach<"predictThenSelect">, gate: string): NodeSpec =>
  told === "oneHot" ? { type: "oneHot", from: gate } : { type: "probabilities", from: gate };

/** A branch: its features and what the gate said side by side. */
function branch(
  approach: NormalApproach<"predictThenSelect">,
  experiment: NormalExperiment,
  group: string,
): NetworkSpec {
  return {
    nodes: {
      features: { layers: useBlock(experiment, "trunk") },
      both: { type: "concatenate", from: ["features", "said"] },
      answer: {
        from: "both",
        layers: [...useBlock(experiment, "branch"), groupHead(experiment, approach, group)],
      },
    },
  };
}
