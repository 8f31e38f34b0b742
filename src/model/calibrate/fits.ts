import type { Calibration } from "../../spec/language";
import { fitTemperature } from "./fit-temperature";
import { fitVector } from "./fit-vector";
import type { LabelledLogits } from "./labelled-logits";

/** A calibration that was fitted. */
export interface Fitted {
  /** Values of its weights, in the order of `calibrationWeights`, as float32 keeps them. */
  readonly weights: readonly Float32Array[];
  /** Logits `[rows, classes]` through it. */
  readonly apply: (given: LabelledLogits) => Float64Array;
}

/** Fits each form of calibration. `width`: logits of the head, 1 for two classes of one logit. */
export const fits: { readonly [C in Calibration]: (given: LabelledLogits, width: number) => Fitted } = {
  temperature(given) {
    const weights = [Float32Array.of(fitTemperature(given))];
    return { weights, apply: ({ logits }) => logits.map((logit) => logit / weights[0]![0]!) };
  },
  vector(given, width) {
    const fixed = given.classes - width;
    const { scale, shift } = fitVector(given, fixed);
    const weights = [Float32Array.from(scale), Float32Array.from(shift)];
    const [w, b] = weights as [Float32Array, Float32Array];
    const apply = ({ logits, classes }: LabelledLogits) =>
      logits.map((logit, i) => {
        const number = (i % classes) - fixed;
        return number < 0 ? logit : w[number]! * logit + b[number]!;
      });
    return { weights, apply };
  },
};
