import type { LabelledRows, Metric } from "./metric";

/**
 * The share of labelled rows with fewer than k classes likelier than the label. As in Keras, a class that is as likely as the
 * label does not count against it, and a row with a logit that is no finite number is wrong.
 */
export const topKAccuracy: Metric<"topKAccuracy", { correct: number; labelled: number }> = {
  better: "up",
  label: "top-k accuracy",
  form: "share",
  target: "classes",
  start: () => ({ correct: 0, labelled: 0 }),
  update(state, rows, { k }) {
    for (let row = 0; row < rows.mask.length; row++) {
      if (rows.mask[row] !== 1) continue;
      state.labelled += 1;
      if (likelierClasses(rows, row) < k) state.correct += 1;
    }
  },
  value(states) {
    const labelled = states.reduce((sum, state) => sum + state.labelled, 0);
    return labelled === 0 ? undefined : states.reduce((sum, state) => sum + state.correct, 0) / labelled;
  },
};

/** How many classes have a larger logit than the row's label. */
function likelierClasses({ values, width, labels }: LabelledRows, row: number): number {
  const own = values.subarray(row * width, (row + 1) * width);
  // A single logit is that of the second class, against 0 for the first.
  const logits = width === 1 ? Float32Array.of(0, own[0]!) : own;
  if (!logits.every(Number.isFinite)) return Infinity;
  const label = logits[labels[row]!]!;
  return logits.reduce((count, logit) => count + (logit > label ? 1 : 0), 0);
}
