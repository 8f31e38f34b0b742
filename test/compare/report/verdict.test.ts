import { describe, expect, it } from "vitest";
import type { ApproachRecord, PairRecord, Report, Spread } from "../../../src/compare";
import { verdict } from "../../../src/compare";

const spread = (mean: number, count = 15): Spread => ({ mean, deviation: 0.02, count });
const approach = (name: string, parameters: number, flops: number): ApproachRecord => ({
  name,
  type: name,
  parameters,
  flops: { expected: flops, all: flops },
});

function report(pairs: PairRecord[], count = 15): Report {
  return {
    name: "test",
    created: "2026-01-01T00:00:00Z",
    machine: { backend: "wasm", version: "4", cores: 2, node: "20" },
    task: { target: "animal", classes: ["a", "b"], gate: "group", groups: { g: ["a"], h: ["b"] } },
    approaches: [approach("flat", 1000, 500), approach("cascade", 3000, 1100)],
    runs: [],
    summary: {
      flat: { whole: spread(0.8, count) },
      cascade: { whole: spread(0.83, count), oracle: spread(0.9, count), gate: spread(0.91, count) },
    },
    pairs,
  };
}

describe("verdict", () => {
  it("says that a difference stands only where its p is below the level", () => {
    const [clear] = verdict(
      report([{ first: "cascade", second: "flat", difference: 0.03, standardError: 0.01, p: 0.004 }]),
    );
    expect(clear).toBe(
      "Best was cascade with 83.0 % of the answers right, over 15 runs. " +
        "cascade is 3.0 points better than flat, more than chance explains (p = 0.004).",
    );
    const [unclear] = verdict(
      report([{ first: "flat", second: "cascade", difference: -0.03, standardError: 0.03, p: 0.31 }]),
    );
    expect(unclear).toContain("No difference to flat stands");
    expect(unclear).toContain("3.0 points");
    expect(unclear).toContain("31.0 %");
  });

  it("asks more of each of several comparisons", () => {
    const pair = { first: "cascade", second: "flat", difference: 0.03, standardError: 0.01, p: 0.03 };
    expect(verdict(report([pair]))[0]).toContain("more than chance explains");
    expect(verdict(report([pair, { ...pair, p: 0.9 }]))[0]).toContain("No difference to flat stands");
  });

  it("never says that p is 0", () => {
    const [tiny] = verdict(
      report([{ first: "cascade", second: "flat", difference: 0.03, standardError: 0.001, p: 0 }]),
    );
    expect(tiny).toContain("(p < 0.001)");
    // Of a hundred comparisons each must be clearer still.
    const many = Array.from({ length: 100 }, () => ({
      first: "flat",
      second: "cascade",
      difference: 0.1,
      p: 0.0008,
    }));
    expect(verdict(report(many))[0]).toContain("in less than 0.1 % of such comparisons");
  });

  it("weighs no difference where nothing estimates chance", () => {
    const [same] = verdict(report([{ first: "flat", second: "cascade", difference: 0 }]));
    expect(same).toMatch(/In every run the others were right as often as flat\.$/);
    const [constant] = verdict(report([{ first: "flat", second: "cascade", difference: -0.1 }]));
    expect(constant).toMatch(/nothing says how much of the difference to flat is chance\.$/);
  });

  it("names the majority, and the best by balanced accuracy, where classes are uneven", () => {
    const even = report([]);
    const summary = {
      flat: { ...even.summary.flat, balanced: spread(0.6), "macro F1": spread(0.55) },
      cascade: { ...even.summary.cascade, balanced: spread(0.5), "macro F1": spread(0.45) },
    };
    const uneven = { ...even, summary, task: { ...even.task, samples: [357, 12] } };
    expect(verdict(uneven)[1]).toBe(
      "The classes are uneven: always answering a would be right for 96.7 %. By balanced accuracy, in which every class " +
        "counts the same, flat was best with 60.0 % (macro F1 0.550).",
    );
    expect(verdict({ ...even, summary }).join()).not.toContain("balanced");
  });

  it("ends in the report's notices", () => {
    const notice = {
      code: "classWithoutSamples",
      where: "animal",
      message: "no sample has the label b",
      count: 3,
    };
    expect(verdict({ ...report([]), notices: [notice] }).at(-1)).toBe(
      "Note: animal: no sample has the label b (3 times).",
    );
  });

  it("knows which way round a pair is", () => {
    const [worse] = verdict(
      report([{ first: "flat", second: "cascade", difference: 0.03, standardError: 0.01, p: 0.001 }]),
    );
    expect(worse).toContain("cascade is 3.0 points worse than flat");
  });

  it("claims nothing from one run", () => {
    const [one] = verdict(report([{ first: "cascade", second: "flat", difference: 0.03 }], 1));
    expect(one).toContain("One run says nothing of chance");
  });

  it("says which approaches only answer otherwise", () => {
    const all = report([]);
    const joint = { ...approach("joint", 3000, 1500), weightsOf: "cascade" };
    expect(verdict({ ...all, approaches: [...all.approaches, joint] }).at(-1)).toBe(
      "joint answers with the weights of cascade: they were trained once.",
    );
    expect(verdict(all).join()).not.toContain("trained once");
  });

  it("says what the gate's mistakes and the approaches cost", () => {
    const [, gates, costs] = verdict(report([]));
    expect(gates).toBe(
      "cascade: the gate is right for 91.0 %; with a perfect gate 90.0 % of the answers would be right, so its mistakes cost 7.0 points.",
    );
    expect(costs).toBe(
      "Against flat: cascade 3.0 times the parameters and 2.2 times the computation for a sample.",
    );
  });
});
