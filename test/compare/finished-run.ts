import type { FinishedRun } from "../../src/compare/report/finished-run";

/** A run as a comparison of two classes in two groups finishes it. */
export function finishedRun(seed: number): FinishedRun {
  return {
    correct: Uint8Array.of(1, 0, 1, 1),
    record: {
      approach: "cascade",
      seed,
      fold: 1,
      samples: { train: 8, validation: 0, test: 4 },
      history: [
        { phase: "gate", epoch: 1, seconds: 0.25, figures: { loss: 0.5, "val/loss": Infinity } },
        { phase: "gate", epoch: 2, seconds: 0.25, figures: { loss: 0.25, "val/loss": Number.NaN } },
      ],
      accuracy: { whole: 0.75, oracle: 1, gate: 0.75, branches: { a: 1, b: 1 } },
      confusion: [
        [2, 1],
        [0, 1],
      ],
      routes: {
        branches: ["a", "b"],
        flow: [
          [2, 1],
          [0, 1],
        ],
        right: [
          [2, 0],
          [0, 1],
        ],
      },
      seconds: { train: 1.5, predict: 0.01 },
    },
  };
}
