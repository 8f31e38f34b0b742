/* Metrics of how good probabilities are: against scikit-learn and NumPy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { metricNamed, reliability } from "../../src/metrics";
import type { LabelledRows } from "../../src/metrics/metric";
import { watchEpoch, initialStopping } from "../../src/train/early-stopping";
import type { NormalMetric } from "../../src/spec";

interface Case {
  readonly name: string;
  readonly width: number;
  readonly logits: number[];
  readonly labels: number[];
  readonly mask: number[];
  readonly logLoss: number;
  readonly brierScore: number;
  /** By number of bins. */
  readonly errors: Record<string, number>;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, "fixtures/probabilities.json"), "utf8")) as {
  cases: Case[];
};

const rowsOf = ({
  logits,
  width,
  labels,
  mask,
}: Omit<Case, "name" | "logLoss" | "brierScore" | "errors">) => ({
  values: Float32Array.from(logits),
  width,
  labels: Int32Array.from(labels),
  mask,
});

function found(options: NormalMetric, ...heads: LabelledRows[]): number | undefined {
  const metric = metricNamed(options.type)!;
  return metric.value(
    heads.map((rows) => {
      const state = metric.start({ classes: [] }, options);
      metric.update(state, rows, options);
      return state;
    }),
  );
}

describe.each(cases)("$name", (one) => {
  const rows = rowsOf(one);

  it("has scikit-learn's log loss and Brier score", () => {
    expect(found({ type: "logLoss" }, rows)).toBeCloseTo(one.logLoss, 9);
    expect(found({ type: "brierScore" }, rows)).toBeCloseTo(one.brierScore, 9);
  });

  it.each(Object.entries(one.errors))("has the calibration error of %s bins", (bins, error) => {
    expect(found({ type: "expectedCalibrationError", bins: Number(bins) }, rows)).toBeCloseTo(error, 9);
  });
});

it("agrees with what a calibration is measured by", () => {
  const { logits, width, labels, mask, errors } = cases[1]!;
  const probabilities = Array.from({ length: labels.length }, (_, row) => {
    const own = logits.slice(row * width, (row + 1) * width).map(Math.exp);
    return own.map((power) => power / own.reduce((a, b) => a + b));
  });
  const known = labels.map((label, row) => (mask[row] === 1 ? label : -1));
  const all = reliability(probabilities.flat(), width, known)!;
  expect(all.ece).toBeCloseTo(errors["15"]!, 7);
  expect(all.brier).toBeCloseTo(cases[1]!.brierScore, 7);
  expect(all.logLoss).toBeCloseTo(cases[1]!.logLoss, 7);
});

it("weighs heads by their labelled rows, each with bins of its own", () => {
  // Sure and right, sure and wrong: together they would cancel out in one bin.
  const head = (label: number, rows: number) => ({
    values: Float32Array.from({ length: rows }, () => 40),
    width: 1,
    labels: Int32Array.from({ length: rows }, () => label),
    mask: new Uint8Array(rows).fill(1),
  });
  const options = { type: "expectedCalibrationError", bins: 15 } as const;
  expect(found(options, head(1, 3))).toBeCloseTo(0, 12);
  expect(found(options, head(0, 1))).toBeCloseTo(1, 12);
  expect(found(options, head(1, 3), head(0, 1))).toBeCloseTo(0.25, 12);
});

it("takes what is no number for as wrong as can be, in numbers that JSON can hold", () => {
  const broken = rowsOf({
    logits: [NaN, 0, 0, Infinity, -200, 200],
    width: 2,
    labels: [0, 1, 0],
    mask: [1, 1, 1],
  });
  expect(found({ type: "brierScore" }, broken)).toBeCloseTo(2, 12);
  expect(found({ type: "expectedCalibrationError", bins: 15 }, broken)).toBeCloseTo(1, 12);
  expect(found({ type: "logLoss" }, broken)).toBeCloseTo((2 * 744.4400719213812 + 400) / 3, 6);
});

it.each(["expectedCalibrationError", "brierScore", "logLoss"])(
  "less %s is better to early stopping",
  (metric) => {
    const rule = { monitor: `val/breed/${metric}`, patience: 5, minDelta: 0, restoreBest: false };
    const state = initialStopping();
    const said = [0.5, 0.4, 0.6].map((value, i) =>
      watchEpoch(state, rule, i + 1, { [rule.monitor]: value }, false),
    );
    expect(said).toEqual(["best", "best", "wait"]);
    expect(state.best).toBe(0.4);
  },
);
