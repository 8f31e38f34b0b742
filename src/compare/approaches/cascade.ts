import type { Approach } from "./approach";
import { derived } from "./derived";
import { branchedGroups, decoding, gateHead, graphDocument, groupHead, useBlock } from "./document";

/**
 * A gate network, and a network for each group of several classes; all of them trained apart, each on the samples
 * that it is for. At inference the gate runs for every sample, a branch for its own only.
 */
export const cascade: Approach<"cascade"> = derived({
  routes: true,
  nodeNames: { fixed: [], gate: true, perGroup: false },
  answering: ["decode"],
  options: { select: "decode", merge: "decode" },
  derive: (approach, experiment, shape) => {
    const { target, gate } = experiment.task;
    const groups = branchedGroups(experiment);
    const trunk = useBlock(experiment, "trunk");
    return graphDocument(
      experiment,
      approach,
      shape,
      {
        [gate]: { layers: [...trunk, ...useBlock(experiment, "gate"), gateHead(experiment, approach)] },
        [target]: {
          type: "route",
          by: gate,
          branches: Object.fromEntries(
            groups.map((group) => [
              group,
              [...trunk, ...useBlock(experiment, "branch"), groupHead(experiment, approach, group)],
            ]),
          ),
          ...decoding(approach),
        },
      },
      {
        phases: [
          { name: gate, train: [`${gate}/**`] },
          ...groups.map((group) => ({ name: group, train: [`${target}/${group}/**`] })),
        ],
      },
    );
  },
});
