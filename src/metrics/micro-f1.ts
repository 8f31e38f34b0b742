import { countLabels, microF1Of, noLabelCounts, thresholdOf, toldBy, type LabelCounts } from "./label-counts";
import type { Metric } from "./metric";

/** Micro F1 over all known labels, as in scikit-learn; of several heads, over the labels of all. */
export const microF1: Metric<"microF1", { threshold: number } & Record<keyof LabelCounts, number[]>> = {
  better: "up",
  label: "micro F1",
  form: "share",
  target: "labels",
  start: (head) => ({ threshold: thresholdOf(head), ...noLabelCounts(head.multiLabel?.names.length ?? 0) }),
  update(state, rows) {
    countLabels(state, rows, toldBy(rows.values, state.threshold));
  },
  value: microF1Of,
};
