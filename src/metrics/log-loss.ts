import { meanOfRows, visitLabelled, WORST_LOG_LOSS, type RowSum } from "./log-probabilities";
import type { Metric } from "./metric";

/**
 * The mean of -log p(label) over labelled rows, natural logarithm; of several heads, over the rows of all. A row with a logit that is
 * no finite number counts as one of the smallest probability there is.
 */
export const logLoss: Metric<"logLoss", RowSum> = {
  better: "down",
  label: "log loss",
  form: "number",
  target: "classes",
  start: () => ({ sum: 0, labelled: 0 }),
  update(state, rows) {
    visitLabelled(rows, (logs, label) => {
      state.sum += Math.min(logs ? -logs[label]! : Infinity, WORST_LOG_LOSS);
      state.labelled += 1;
    });
  },
  value: meanOfRows,
};
