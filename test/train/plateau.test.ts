import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReduceOnPlateauSpec } from "../../src/spec/language";
import { initialPlateau, loweredRate, watchPlateau } from "../../src/train/plateau";

interface Case {
  readonly rule: Required<ReduceOnPlateauSpec>;
  readonly rate: number;
  readonly figures: readonly number[];
  readonly rates: readonly number[];
}

const cases = JSON.parse(readFileSync(join(__dirname, "../fixtures/keras-plateau.json"), "utf8")) as Case[];

describe("learning rates on a plateau", () => {
  it.each(cases)("are Keras': $rule", ({ rule, rate, figures, rates }) => {
    const state = initialPlateau();
    const own = figures.map((figure) => {
      watchPlateau(state, rule, { [rule.monitor]: figure });
      return loweredRate(rate, state.factor, rule.minRate);
    });
    expect(new Set(rates).size).toBeGreaterThan(2);
    own.forEach((value, epoch) => expect(value / rates[epoch]!, `epoch ${epoch + 1}`).toBeCloseTo(1, 5));
  });

  it("an epoch that has no such figure counts neither for nor against, where a draw may leave it out", () => {
    const rule = { ...cases[0]!.rule, monitor: "y/loss", patience: 1 };
    const state = initialPlateau();
    watchPlateau(state, rule, { "y/loss": 1 }, true);
    watchPlateau(state, rule, {}, true);
    expect(state).toEqual({ best: 1, waited: 0, cooldown: 0, factor: 1 });
    expect(() => watchPlateau(state, rule, { loss: 1 })).toThrow(
      'reduceOnPlateau watches "y/loss", which this phase does not have',
    );
  });

  it("a rate that is below the least already stays", () => {
    expect([loweredRate(0.1, 0.1, 0.05), loweredRate(0.01, 0.1, 0.05), loweredRate(0.1, 1, 0)]).toEqual([
      0.05, 0.01, 0.1,
    ]);
  });
});
