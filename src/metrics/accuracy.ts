import { chosenClasses } from "../choice";
import { countCorrect } from "./class-counts";
import type { Metric } from "./metric";

/** The share of labelled rows whose chosen class is the label; of several heads, of all their labelled rows. */
export const accuracy: Metric<"accuracy", { correct: number; labelled: number }> = {
  better: "up",
  label: "accuracy",
  form: "share",
  target: "classes",
  start: () => ({ correct: 0, labelled: 0 }),
  update(state, { values, width, labels, mask }) {
    const { correct, labelled } = countCorrect(chosenClasses(values, width), labels, mask);
    state.correct += correct;
    state.labelled += labelled;
  },
  value(states) {
    const labelled = states.reduce((sum, state) => sum + state.labelled, 0);
    return labelled === 0 ? undefined : states.reduce((sum, state) => sum + state.correct, 0) / labelled;
  },
};
