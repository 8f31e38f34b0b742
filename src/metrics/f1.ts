import { chosenClasses } from "../choice";
import { countClasses, macroF1, noCounts } from "./class-counts";
import type { Metric } from "./metric";

/** Macro F1 over the classes of a head, as in scikit-learn; of several heads, over the classes of all. */
export const f1: Metric<"f1", { labelled: number[]; answered: number[]; correct: number[] }> = {
  better: "up",
  label: "macro F1",
  form: "share",
  target: "classes",
  start: ({ classes }) => ({ ...noCounts(classes?.length ?? 0) }),
  update(state, { values, width, labels, mask }) {
    countClasses(state, chosenClasses(values, width), labels, mask);
  },
  value: (states) => macroF1(states),
};
