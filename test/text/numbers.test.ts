import { expect, test } from "vitest";
import { formatCount, formatDifference, formatP, formatSeconds, formatSpread } from "../../src/text/numbers";

test.each([
  [0, "0"],
  [812, "812"],
  [999.7, "1.00 k"],
  [1_240, "1.24 k"],
  [56_300_000, "56.3 M"],
  [999_600, "1.00 M"],
  [1.5, "1.50"],
  [2e13, "20.0 T"],
])("count %d is %s", (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([
  [0.0000013, "1.30 µs"],
  [0.45, "450 ms"],
  [0.9996, "1.00 s"],
  [12, "12.0 s"],
  [99.96, "1 min 40 s"],
  [200, "3 min 20 s"],
  [3599.9, "1 h 00 min"],
  [7500, "2 h 05 min"],
  [Number.NaN, "–"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test("differences have a sign, and a true minus", () => {
  expect([0.009, -0.0142, -0.0001].map(formatDifference)).toEqual(["+0.009", "−0.014", "0.000"]);
});

test("a single run has no deviation", () => {
  expect(formatSpread({ mean: 0.8132, deviation: 0, count: 1 })).toBe("0.813");
  expect(formatSpread({ mean: 0.8132, deviation: 0.0221, count: 15 })).toBe("0.813 ± 0.022");
});

test("p has a floor", () => {
  expect([0.0004, 0.0312].map(formatP)).toEqual(["< 0.001", "0.031"]);
});
