import type { Approach } from "./approach";
import { graphDocument, useBlock } from "./document";

/** One network, one head over all fine classes: the baseline. */
export const flat: Approach = {
  type: "flat",
  routes: false,
  nodeNames: { fixed: [], perGroup: false },
  derive: (experiment, approach, shape) => {
    const { target } = experiment.task;
    return graphDocument(experiment, approach, shape, {
      [target]: {
        layers: [
          ...useBlock(experiment, "trunk"),
          ...useBlock(experiment, "branch"),
          { type: "head", target },
        ],
      },
    });
  },
};
