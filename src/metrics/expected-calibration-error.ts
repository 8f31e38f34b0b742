import { meanOfRows, visitLabelled } from "./log-probabilities";
import type { Metric } from "./metric";
import { binOf } from "./reliability";

/** By bin of the largest probability: that summed over the labelled rows, and how many of them it was right for. */
interface Bins {
  [name: string]: number | number[];
  labelled: number;
  confidence: number[];
  correct: number[];
}

/**
 * Expected calibration error (Guo et al. 2017, equation 3): Σ over bins of equal width of rows / all · |accuracy - confidence|, the
 * confidence being the largest probability. Of several heads the mean, each by its labelled rows: each has bins of its own. A
 * row with a logit that is no finite number is wrong with confidence 1.
 */
export const expectedCalibrationError: Metric<"expectedCalibrationError", Bins> = {
  better: "down",
  label: "expected calibration error",
  form: "share",
  target: "classes",
  start: (_, { bins }) => ({ labelled: 0, confidence: zeros(bins), correct: zeros(bins) }),
  update(state, rows, { bins }) {
    visitLabelled(rows, (logs, label) => {
      const largest = logs ? Math.max(...logs) : 0;
      const confidence = Math.exp(largest);
      const bin = binOf(confidence, bins);
      state.labelled += 1;
      state.confidence[bin]! += confidence;
      // The first of equals is the answer.
      if (logs?.indexOf(largest) === label) state.correct[bin]! += 1;
    });
  },
  value: (states) => meanOfRows(states.map((state) => ({ sum: gaps(state), labelled: state.labelled }))),
};

const zeros = (bins: number): number[] => Array<number>(bins).fill(0);

const gaps = ({ confidence, correct }: Bins): number =>
  confidence.reduce((sum, own, bin) => sum + Math.abs(own - correct[bin]!), 0);
