import type { Metric } from "./metric";

/** The mean of |value - label| over all values of labelled rows; of several heads, over those of all. */
export const meanAbsoluteError: Metric<"meanAbsoluteError", { sum: number; values: number }> = {
  better: "down",
  label: "mean absolute error",
  form: "number",
  target: "values",
  start: () => ({ sum: 0, values: 0 }),
  update(state, { values, width, labels, mask }) {
    values.forEach((value, i) => {
      if (mask[Math.floor(i / width)] !== 1) return;
      state.sum += Math.abs(value - labels[i]!);
      state.values += 1;
    });
  },
  value(states) {
    const values = states.reduce((sum, state) => sum + state.values, 0);
    return values === 0 ? undefined : states.reduce((sum, state) => sum + state.sum, 0) / values;
  },
};
