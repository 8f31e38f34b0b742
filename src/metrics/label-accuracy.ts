import { countKnown, shareOfKnown, thresholdOf, toldBy } from "./label-counts";
import type { Metric } from "./metric";

/** The share of the known labels that are told as they are, as Keras' `BinaryAccuracy`; of several heads, of all their labels. */
export const labelAccuracy: Metric<"labelAccuracy", { threshold: number; known: number; correct: number }> = {
  better: "up",
  label: "label accuracy",
  form: "share",
  target: "labels",
  start: (head) => ({ threshold: thresholdOf(head), known: 0, correct: 0 }),
  update(state, rows) {
    countKnown(state, rows, toldBy(rows.values, state.threshold));
  },
  value: shareOfKnown,
};
