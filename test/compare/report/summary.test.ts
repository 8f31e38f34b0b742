import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../../src/compare/report/report";
import type { FinishedRun } from "../../../src/compare/report/finished-run";
import { correctedTest } from "../../../src/compare/statistics";
import { comparePairs, summariseRuns } from "../../../src/compare/report/summary";

function run(approach: string, fold: number, whole: number, more: Partial<RunRecord> = {}): FinishedRun {
  return {
    correct: Uint8Array.from({ length: 10 }, (_, i) => (i < Math.round(10 * whole) ? 1 : 0)),
    record: {
      approach,
      seed: 1,
      fold,
      samples: { train: 30, validation: 10, test: 10 },
      history: [],
      accuracy: { whole },
      confusion: [],
      seconds: { train: 2, predict: 0.1 },
      ...more,
    },
  };
}

describe("the summary of runs", () => {
  it("has the spread of each figure over the runs that have it", () => {
    const branched = { accuracy: { whole: 0.5, oracle: 0.75, gate: 0.6, branches: { cat: 0.9 } } };
    const summary = summariseRuns([run("a", 1, 0.5, branched).record, run("a", 2, 0.7).record]);
    expect(Object.keys(summary)).toEqual([
      "whole",
      "oracle",
      "gate",
      "regret",
      "branch/cat",
      "train seconds",
      "predict seconds",
    ]);
    expect(summary.whole!.mean).toBeCloseTo(0.6, 12);
    expect(summary.whole!.deviation).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(summary.regret).toEqual({ mean: 0.25, deviation: 0, count: 1 });
  });
});

describe("pairs of approaches", () => {
  it("are compared over the runs that both finished, validation samples counted as training", () => {
    const runs = [
      run("a", 1, 0.5),
      run("a", 2, 0.6),
      run("a", 3, 0.9),
      run("b", 1, 0.4),
      run("b", 2, 0.8),
      run("b", 4, 0.1),
    ];
    const [pair, ...others] = comparePairs(["a", "b"], runs);
    expect(others).toEqual([]);
    const differences = [0.5 - 0.4, 0.6 - 0.8];
    const { difference, estimate } = correctedTest(differences, 10 / 40);
    expect(pair).toEqual({ first: "a", second: "b", difference, ...estimate });
  });

  it("have no p, no interval and no error where nothing estimates them", () => {
    const same = [1, 2, 3].flatMap((fold) => [run("a", fold, 0.5), run("b", fold, 0.5)]);
    expect(comparePairs(["a", "b"], same)).toEqual([{ first: "a", second: "b", difference: 0 }]);
  });

  it("have McNemar's test for a single run", () => {
    const [pair] = comparePairs(["a", "b"], [run("a", 1, 0.9), run("b", 1, 0.5)]);
    // Four samples, all on one side: 2 P(X < 0) + P(X = 0) = 1/16.
    expect(pair).toMatchObject({ mcnemar: { onlyFirst: 4, onlySecond: 0, p: 1 / 16 } });
    expect(pair).not.toHaveProperty("p");
  });

  it("are left out where no run is in common", () => {
    expect(comparePairs(["a", "b"], [run("a", 1, 0.9), run("b", 2, 0.5)])).toEqual([]);
  });
});
