import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { f1 } from "../../src/metrics/f1";

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly labels: number[];
  readonly answers: number[];
  /** What scikit-learn found. */
  readonly macroF1: number;
}

const file = join(__dirname, "../compare/runs/evaluate/fixtures/class-means.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] };
const options = { type: "f1" } as const;

/** Logits that choose the answer; NaN where there is none. */
const logitsOf = (answers: readonly number[], classes: number): Float32Array =>
  Float32Array.from(
    answers.flatMap((a) => Array.from({ length: classes }, (_, i) => (a < 0 ? NaN : +(i === a)))),
  );

it.each(cases)("is scikit-learn's macro F1: $name", ({ classes, labels, answers, macroF1 }) => {
  const state = f1.start({ classes: Array.from({ length: classes }, String) }, options);
  const mask = labels.map((label) => (label >= 0 ? 1 : 0));
  const values = logitsOf(answers, classes);
  f1.update(state, { values, width: classes, labels: Int32Array.from(labels), mask }, options);
  expect(f1.value([state])).toBeCloseTo(macroF1, 12);
});

it("counts a class of a single sample that was never answered", () => {
  const state = f1.start({ classes: ["a", "b"] }, options);
  const [labels, mask] = [Int32Array.of(0, 0, 0, 1), [1, 1, 1, 1]];
  f1.update(state, { values: logitsOf([0, 0, 0, 0], 2), width: 2, labels, mask }, options);
  // F1 is 6/7 for a and 0 for b.
  expect(f1.value([state])).toBeCloseTo(3 / 7, 12);
});
