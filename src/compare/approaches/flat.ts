import type { Approach } from "./approach";
import { derived } from "./derived";
import { fineHead, graphDocument, useBlock } from "./document";

/** One network, one head over all fine classes: the baseline. */
export const flat: Approach<"flat"> = derived({
  routes: false,
  nodeNames: { fixed: [], gate: false, perGroup: false },
  derive: (approach, experiment, shape) => {
    const { target } = experiment.task;
    return graphDocument(experiment, approach, shape, {
      [target]: {
        layers: [
          ...useBlock(experiment, "trunk"),
          ...useBlock(experiment, "branch"),
          fineHead(experiment, approach),
        ],
      },
    });
  },
});
