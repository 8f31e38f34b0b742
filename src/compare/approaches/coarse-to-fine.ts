import type { Approach } from "./approach";
import { derived } from "./derived";
import { fineHead, gateHead, graphDocument, useBlock } from "./document";

/**
 * The flat network with a second head, over the groups, after the trunk. The weights of both losses change while it trains, so
 * that it learns the groups before the classes; only the head over the classes answers.
 */
export const coarseToFine: Approach<"coarseToFine"> = derived({
  routes: false,
  nodeNames: { fixed: ["trunk"], gate: true, perGroup: false },
  derive: (approach, experiment, shape) => {
    const { target, gate } = experiment.task;
    const { coarse, fine } = approach;
    return graphDocument(experiment, approach, shape, {
      trunk: { layers: useBlock(experiment, "trunk") },
      [gate]: {
        from: "trunk",
        layers: [...useBlock(experiment, "gate"), gateHead(experiment, approach, { weight: coarse })],
      },
      [target]: {
        from: "trunk",
        layers: [...useBlock(experiment, "branch"), fineHead(experiment, approach, { weight: fine })],
      },
    });
  },
});
