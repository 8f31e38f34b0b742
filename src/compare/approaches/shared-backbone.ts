import type { Approach } from "./approach";
import { derived } from "./derived";
import { branchedGroups, decoding, gateHead, graphDocument, groupHead, useBlock } from "./document";

/**
 * One trunk that runs once, and every head on every sample, trained all at once: a head's loss ignores the samples
 * that have no label for it. The route only merges what has been computed.
 */
export const sharedBackbone: Approach<"sharedBackbone"> = derived({
  routes: true,
  nodeNames: { fixed: ["trunk"], gate: true, perGroup: true },
  answering: ["decode"],
  options: { select: "decode", merge: "decode" },
  derive: (approach, experiment, shape) => {
    const { target, gate } = experiment.task;
    const groups = branchedGroups(experiment);
    return graphDocument(experiment, approach, shape, {
      trunk: { layers: useBlock(experiment, "trunk") },
      [gate]: { from: "trunk", layers: [...useBlock(experiment, "gate"), gateHead(experiment, approach)] },
      ...Object.fromEntries(
        groups.map((group) => [
          group,
          {
            from: "trunk",
            layers: [...useBlock(experiment, "branch"), groupHead(experiment, approach, group)],
          },
        ]),
      ),
      [target]: {
        type: "route",
        by: gate,
        branches: Object.fromEntries(groups.map((group) => [group, { from: group }])),
        ...decoding(approach),
      },
    });
  },
});
