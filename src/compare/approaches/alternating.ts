import type { AlternateSpec } from "../../spec/language";
import type { NormalApproach } from "../normal";
import type { Approach } from "./approach";
import { derived } from "./derived";
import { branchedGroups, decoding, gateHead, graphDocument, groupHead, useBlock } from "./document";

/**
 * One trunk that runs once, then only the branch of the sample's group. Each training step takes a batch of one
 * head's samples; that head, its branch and the trunk move, nothing else does.
 */
export const alternating: Approach<"alternating"> = derived({
  routes: true,
  nodeNames: { fixed: ["trunk"], gate: true, perGroup: false },
  answering: ["decode"],
  options: { select: "decode", merge: "decode" },
  derive: (approach, experiment, shape) => {
    const { target, gate } = experiment.task;
    return graphDocument(
      experiment,
      approach,
      shape,
      {
        trunk: { layers: useBlock(experiment, "trunk") },
        [gate]: { from: "trunk", layers: [...useBlock(experiment, "gate"), gateHead(experiment, approach)] },
        [target]: {
          type: "route",
          from: "trunk",
          by: gate,
          branches: Object.fromEntries(
            branchedGroups(experiment).map((group) => [
              group,
              [...useBlock(experiment, "branch"), groupHead(experiment, approach, group)],
            ]),
          ),
          ...decoding(approach),
        },
      },
      { alternate: alternation(approach) },
    );
  },
});

/** The plan of the turns, without what a reader knows to be the default. */
function alternation(approach: NormalApproach<"alternating">): AlternateSpec {
  const { schedule, alpha, inactiveShare, importanceWeights } = approach;
  return {
    by: "heads",
    schedule,
    ...(alpha === 1 ? {} : { alpha }),
    ...(inactiveShare === 0 ? {} : { inactiveShare }),
    ...(importanceWeights && { importanceWeights }),
  };
}
