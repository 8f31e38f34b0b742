import { meanOfRows, visitLabelled, type RowSum } from "./log-probabilities";
import type { Metric } from "./metric";

/**
 * The mean over labelled rows of Σ (p(class) - [class is the label])² over the classes (Brier 1950), 0 to 2; of several heads, over
 * the rows of all. A row with a logit that is no finite number counts 2.
 */
export const brierScore: Metric<"brierScore", RowSum> = {
  better: "down",
  label: "Brier score",
  form: "number",
  target: "classes",
  start: () => ({ sum: 0, labelled: 0 }),
  update(state, rows) {
    visitLabelled(rows, (logs, label) => {
      state.sum += logs
        ? logs.reduce((sum, log, i) => sum + (Math.exp(log) - Number(i === label)) ** 2, 0)
        : 2;
      state.labelled += 1;
    });
  },
  value: meanOfRows,
};
