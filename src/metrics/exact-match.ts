import { countMatches, thresholdOf, toldBy } from "./label-counts";
import type { Metric } from "./metric";

/**
 * The share of the rows with a known label of which every known one is told as it is: where all are known, the subset accuracy
 * that scikit-learn's `accuracy_score` gives. Of several heads, of the rows of all.
 */
export const exactMatch: Metric<"exactMatch", { threshold: number; labelled: number; correct: number }> = {
  better: "up",
  label: "exact match",
  form: "share",
  target: "labels",
  start: (head) => ({ threshold: thresholdOf(head), labelled: 0, correct: 0 }),
  update(state, rows) {
    countMatches(state, rows, toldBy(rows.values, state.threshold));
  },
  value(states) {
    const labelled = states.reduce((sum, state) => sum + state.labelled, 0);
    return labelled === 0 ? undefined : states.reduce((sum, state) => sum + state.correct, 0) / labelled;
  },
};
