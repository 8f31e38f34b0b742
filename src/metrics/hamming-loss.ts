import { countKnown, shareOfKnown, thresholdOf, toldBy } from "./label-counts";
import type { Metric } from "./metric";

/** The share of the known labels that are told wrongly, as scikit-learn's `hamming_loss`; of several heads, of all their labels. */
export const hammingLoss: Metric<"hammingLoss", { threshold: number; known: number; correct: number }> = {
  better: "down",
  label: "Hamming loss",
  form: "share",
  target: "labels",
  start: (head) => ({ threshold: thresholdOf(head), known: 0, correct: 0 }),
  update(state, rows) {
    countKnown(state, rows, toldBy(rows.values, state.threshold));
  },
  value(states) {
    const correct = shareOfKnown(states);
    return correct === undefined ? undefined : 1 - correct;
  },
};
