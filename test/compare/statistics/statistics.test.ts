import { describe, expect, it } from "vitest";
import {
  correctedTest,
  mcnemarTest,
  median,
  spreadOf,
  studentCdf,
  studentQuantile,
  studentTwoSided,
} from "../../../src/compare/statistics";
import reference from "./fixtures/statistics.json";

/** Agreement to a relative 1e-9, and to 1e-13 near 0. */
function expectNear(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted) + 1e-13);
}

describe("Student's t", () => {
  it.each(reference.student)(
    "P(T <= $t) with $df degrees of freedom as SciPy",
    ({ t, df, cdf, twoSided }) => {
      expectNear(studentCdf(t, df), cdf);
      expectNear(studentCdf(-t, df), 1 - cdf);
      expectNear(studentTwoSided(t, df), twoSided);
      expectNear(studentTwoSided(-t, df), twoSided);
    },
  );

  it.each(reference.quantiles)("quantile of $p with $df degrees of freedom as SciPy", ({ p, df, t }) => {
    expectNear(studentQuantile(p, df), t);
  });

  it("gives the 2.145 of every table for 14 degrees of freedom", () => {
    expect(studentQuantile(0.975, 14)).toBeCloseTo(2.145, 3);
  });

  it("ends at 0 and 1", () => {
    expect(studentCdf(Infinity, 3)).toBe(1);
    expect(studentCdf(-Infinity, 3)).toBe(0);
    expect(studentTwoSided(Infinity, 3)).toBe(0);
  });

  it("refuses degrees of freedom that have no closed form, and no probabilities", () => {
    expect(() => studentCdf(1, 2.5)).toThrow(RangeError);
    expect(() => studentCdf(1, 0)).toThrow(RangeError);
    expect(() => studentQuantile(0, 3)).toThrow(RangeError);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
  });
});

describe("the corrected test", () => {
  it.each(reference.corrected)(
    "of $differences.length runs with test/train $testOverTrain",
    ({ differences, testOverTrain, difference, standardError, interval, p }) => {
      const found = correctedTest(differences, testOverTrain);
      expectNear(found.difference, difference);
      expectNear(found.estimate!.standardError, standardError);
      expectNear(found.estimate!.interval[0], interval[0]!);
      expectNear(found.estimate!.interval[1], interval[1]!);
      expectNear(found.estimate!.p, p);
    },
  );

  it("is wider than the plain one: five folds three times give an error 2.2 times as large", () => {
    const { differences } = reference.corrected[0]!;
    const errorAt = (ratio: number): number => correctedTest(differences, ratio).estimate!.standardError;
    expect(errorAt(1 / 4) / errorAt(0)).toBeCloseTo(Math.sqrt(1 + 15 / 4), 10);
  });

  it("estimates nothing where all differences are the same", () => {
    expect(correctedTest([0, 0, 0], 0.25)).toEqual({ difference: 0, estimate: undefined });
    // 0.05, but for rounding, which is no variance: p would be 1e-31.
    const rounded = [0.15 - 0.1, 0.65 - 0.6, 0.5 - 0.45];
    expect(new Set(rounded).size).toBeGreaterThan(1);
    expect(correctedTest(rounded, 0.25).estimate).toBeUndefined();
    // Their mean is not exactly 0.1.
    expect(correctedTest([0.1, 0.1, 0.1], 0.25).estimate).toBeUndefined();
  });

  it("refuses a single run", () => {
    expect(() => correctedTest([0.1], 0.25)).toThrow(RangeError);
  });
});

describe("McNemar's test", () => {
  it.each(reference.mcnemar)(
    "of $onlyFirst against $onlySecond",
    ({ onlyFirst, onlySecond, exact, midP }) => {
      // Ten samples that both got right and seven that neither did change nothing.
      const row = (inFirst: number, inSecond: number, both: number): number[] => [
        ...Array<number>(onlyFirst).fill(inFirst),
        ...Array<number>(onlySecond).fill(inSecond),
        ...Array<number>(10).fill(both),
        ...Array<number>(7).fill(0),
      ];
      const found = mcnemarTest(row(1, 0, 1), row(0, 1, 1));
      expect([found.onlyFirst, found.onlySecond]).toEqual([onlyFirst, onlySecond]);
      expectNear(found.exact, exact);
      expectNear(found.midP, midP);
    },
  );

  it("refuses different samples", () => {
    expect(() => mcnemarTest([1], [1, 0])).toThrow(RangeError);
  });
});

describe("mean and spread", () => {
  it.each(reference.spreads)("of $values", ({ values, mean, deviation, median: middle }) => {
    const found = spreadOf(values);
    expectNear(found.mean, mean);
    expectNear(found.deviation, deviation);
    expect(found.count).toBe(values.length);
    expectNear(median(values), middle);
  });

  it("of nothing is refused", () => {
    expect(() => spreadOf([])).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
  });
});
