/* What is counted of labels of which a sample may have several, against numbers of scikit-learn. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { metricNamed, metricNames } from "../../src/metrics";
import type { LabelledRows } from "../../src/metrics/metric";
import type { MetricName } from "../../src/spec/language";
import { normalMetric } from "../../src/spec/normalise/defaults";

interface Case {
  readonly name: string;
  readonly threshold: number;
  readonly width: number;
  readonly logits: number[];
  readonly labels: number[];
  readonly scores: Record<string, number>;
}
const file = join(__dirname, "../fixtures/sklearn-multi-label.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

function rowsOf(logits: number[], labels: number[], width: number): LabelledRows {
  const mask = Array.from({ length: labels.length / width }, (_, row) =>
    Number(labels.slice(row * width, (row + 1) * width).some((label) => label >= 0)),
  );
  return { values: Float32Array.from(logits), width, labels: Float32Array.from(labels), mask };
}

function valueOf(name: MetricName, rows: LabelledRows, threshold = 0.5): number | undefined {
  const metric = metricNamed(name)!;
  const options = normalMetric(name);
  const names = Array.from({ length: rows.width }, (_, label) => String(label));
  const state = metric.start({ classes: undefined, multiLabel: { names, threshold } }, options);
  metric.update(state, rows, options);
  return metric.value([state]);
}

describe.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
  it.each(Object.entries(one.scores))("%s is that of scikit-learn", (name, score) => {
    const rows = rowsOf(one.logits, one.labels, one.width);
    expect(valueOf(name as MetricName, rows, one.threshold)).toBeCloseTo(score, 10);
  });

  it("has a number for every metric of labels", () => {
    expect(Object.keys(one.scores).toSorted()).toEqual(metricNames("labels").toSorted());
  });
});

it("a sample matches where its known labels do, and a logit that is not a number is wrong", () => {
  const labels = [1, -1, 0, -1, -1, 1, 0, 1];
  const rows = rowsOf([2, -9, -2, 9, 0, 3, NaN, 1], labels, 2);
  expect(valueOf("exactMatch", rows)).toBe(3 / 4);
  expect(valueOf("labelAccuracy", rows)).toBe(4 / 5);
  // Told of one that has it not, beside three hits.
  expect(valueOf("microF1", rows)).toBe(6 / 7);
});

it("a probability of exactly the threshold is not above it", () => {
  expect(valueOf("labelAccuracy", rowsOf([0, 1e-3], [0, 1], 1))).toBe(1);
});

it("of nothing to find and nothing told there is no F1", () => {
  const rows = rowsOf([-1, -1], [0, 0], 2);
  expect(valueOf("microF1", rows)).toBeUndefined();
  expect(valueOf("macroF1", rows)).toBeUndefined();
  expect(valueOf("exactMatch", rows)).toBe(1);
});
