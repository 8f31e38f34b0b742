import { countLabels, macroF1Of, noLabelCounts, thresholdOf, toldBy, type LabelCounts } from "./label-counts";
import type { Metric } from "./metric";

/**
 * Macro F1 over the labels, as in scikit-learn with `zero_division=nan`: labels that no row has and that are told of none are
 * left out. Of several heads, over the labels of all.
 */
export const macroF1: Metric<"macroF1", { threshold: number } & Record<keyof LabelCounts, number[]>> = {
  better: "up",
  label: "macro F1 of labels",
  form: "share",
  target: "labels",
  start: (head) => ({ threshold: thresholdOf(head), ...noLabelCounts(head.multiLabel?.names.length ?? 0) }),
  update(state, rows) {
    countLabels(state, rows, toldBy(rows.values, state.threshold));
  },
  value: macroF1Of,
};
