import type { GateLayer, RouteNode } from "../../spec/language";
import type { NormalApproach } from "../normal";
import type { Approach } from "./approach";
import { derived } from "./derived";
import { fineHead, graphDocument, useBlock } from "./document";
import * as messages from "./messages";

/**
 * One trunk, a gate without labels and experts, which are the layers of the branches; what they say is weighed by the gate and
 * enters one head over all fine classes. All of it is trained at once: the gate learns from the head's loss.
 */
export const mixture: Approach<"mixture"> = derived({
  routes: false,
  nodeNames: { fixed: ["trunk", "gate", "experts"], gate: false, perGroup: false },
  options: {
    select: "top",
    capacity: "capacity",
    balance: "balance",
    noise: "noise",
    temperature: "temperature",
  },
  check: ({ pointer, experts, top }, { blocks }, report) => {
    if (blocks.branch.length === 0) report.error(pointer, messages.noExpertLayers());
    if (top !== "all" && top > experts)
      report.error(`${pointer}/top`, messages.moreThanExperts(top, experts));
  },
  derive: (approach, experiment, shape) =>
    graphDocument(experiment, approach, shape, {
      trunk: { layers: useBlock(experiment, "trunk") },
      gate: { from: "trunk", layers: [...useBlock(experiment, "gate"), gateOf(approach)] },
      experts: {
        type: "route",
        from: "trunk",
        by: "gate",
        branches: { "*": useBlock(experiment, "branch") },
        ...rulesOf(approach),
      },
      [experiment.task.target]: { from: "experts", layers: [fineHead(experiment, approach)] },
    }),
});

/** The gate, without what a reader knows to be the default. */
function gateOf({ experts, balance, noise, temperature }: NormalApproach<"mixture">): GateLayer {
  return {
    type: "gate",
    choices: experts,
    ...(temperature !== 1 && { temperature }),
    ...(noise !== 0 && { noise }),
    ...(Object.keys(balance).length > 0 && { balance }),
  };
}

/** A renewed probability of one expert alone is always 1, and would teach the gate nothing. */
function rulesOf({
  top,
  capacity,
}: NormalApproach<"mixture">): Pick<RouteNode, "select" | "merge" | "capacity"> {
  return {
    select: top === "all" ? "all" : { top },
    merge: top === 1 ? "scaled" : "weighted",
    ...(capacity !== "none" && { capacity }),
  };
}
