/* Fits and measures against SciPy and NumPy (`test/fixtures/scipy-calibration.py`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reliability } from "../../../src/metrics";
import { fitTemperature } from "../../../src/model/calibrate/fit-temperature";
import { fitVector } from "../../../src/model/calibrate/fit-vector";
import { fits } from "../../../src/model/calibrate/fits";
import { probabilitiesOf, type LabelledLogits } from "../../../src/model/calibrate/labelled-logits";
import { reliabilityDiagram } from "../../../src/plots";

type Measures = Readonly<Record<"logLoss" | "ece" | "accuracy", number>>;
interface Case {
  readonly classes: number;
  readonly logits: number[][];
  readonly labels: number[];
  readonly temperature: number;
  readonly scale: number[];
  readonly shift: number[];
  readonly measures: Readonly<Record<"before" | "temperature" | "vector", Measures>>;
}
const cases = JSON.parse(
  readFileSync(join(__dirname, "../../fixtures/scipy-calibration.json"), "utf8"),
) as Case[];

const given = ({ logits, labels, classes }: Case): LabelledLogits => ({
  logits: Float64Array.from(logits.flatMap((row) => (row.length === 1 ? [0, ...row] : row))),
  classes,
  labels: Int32Array.from(labels),
});

describe.each(cases.map((one) => [one.classes, one] as const))("%i classes", (_, one) => {
  const rows = given(one);
  const width = one.logits[0]!.length;

  it("have the temperature of SciPy", () => {
    expect(fitTemperature(rows)).toBeCloseTo(one.temperature, 6);
  });

  it("have the scale and the shift of SciPy", () => {
    const { scale, shift } = fitVector(rows, one.classes - width);
    // Of several logits the flat direction is held by the ridge alone.
    scale.forEach((value, i) => expect(value).toBeCloseTo(one.scale[i]!, 4));
    shift.forEach((value, i) => expect(value).toBeCloseTo(one.shift[i]!, 3));
  });

  it("measure as NumPy does, before and after", () => {
    const close = (logits: Float64Array, expected: Measures) => {
      const found = reliability(probabilitiesOf(logits, one.classes), one.classes, rows.labels)!;
      expect(found.logLoss).toBeCloseTo(expected.logLoss, 6);
      expect(found.ece).toBeCloseTo(expected.ece, 5);
      expect(found.accuracy).toBeCloseTo(expected.accuracy, 12);
    };
    close(rows.logits, one.measures.before);
    for (const form of ["temperature", "vector"] as const) {
      close(fits[form](rows, width).apply(rows), one.measures[form]);
      expect(one.measures[form].logLoss).toBeLessThan(one.measures.before.logLoss);
    }
  });
});

describe("fits that have no best value", () => {
  const sure: LabelledLogits = {
    logits: Float64Array.of(2, -2, -1, 1, 3, 0),
    classes: 2,
    labels: Int32Array.of(0, 1, 0),
  };

  it("end at the least and the largest temperature, and at numbers", () => {
    expect(fitTemperature(sure)).toBe(0.01);
    expect(fitTemperature({ ...sure, labels: Int32Array.of(1, 0, 1) })).toBe(100);
    const { scale, shift } = fitVector(sure);
    expect([...scale, ...shift].every(Number.isFinite)).toBe(true);
  });

  it("of many classes lower the loss too", () => {
    const classes = 60;
    const many: LabelledLogits = {
      logits: Float64Array.from({ length: 120 * classes }, (_, i) => 4 * Math.sin(i * i)),
      classes,
      labels: Int32Array.from({ length: 120 }, (_, i) => i % classes),
    };
    const loss = (logits: Float64Array) =>
      reliability(probabilitiesOf(logits, classes), classes, many.labels)!.logLoss;
    expect(loss(fits.vector(many, classes).apply(many))).toBeLessThan(
      loss(fits.temperature(many, classes).apply(many)),
    );
  });
});

describe("reliability", () => {
  // Confidences 0.95 (right), 0.75 (wrong), 0.65 (right), one row without an answer, one without a label.
  const values = Float32Array.of(0.05, 0.95, 0.75, 0.25, 0.35, 0.65, NaN, NaN, 0.5, 0.5);
  const labels = Int32Array.of(1, 1, 1, 0, -1);

  it("counts what has a label and an answer", () => {
    const found = reliability(values, 2, labels, 10)!;
    expect(found.samples).toBe(3);
    expect(found.accuracy).toBeCloseTo(2 / 3, 12);
    expect(found.ece).toBeCloseTo((0.05 + 0.75 + 0.35) / 3, 6);
    expect(found.brier).toBeCloseTo((0.005 + 1.125 + 0.245) / 3, 6);
    expect(found.logLoss).toBeCloseTo(-(Math.log(0.95) + Math.log(0.25) + Math.log(0.65)) / 3, 6);
    expect(reliability(values, 2, Int32Array.of(-1, -1, -1, -1, -1))).toBeUndefined();
  });

  it("is drawn: a bar for each bin that has samples, beside the diagonal", () => {
    const { data, layout } = reliabilityDiagram({ values, width: 2 }, labels, { title: "gate", bins: 10 });
    expect(data.map(({ type }) => type)).toEqual(["bar", "scatter"]);
    expect((data[0]!["y"] as number[]).length).toBe(3);
    expect(JSON.stringify(layout)).toContain("expected calibration error");
    expect(() =>
      reliabilityDiagram(
        { values, width: 2 },
        labels.map(() => -1),
      ),
    ).toThrow("nothing to draw");
    expect(() => reliabilityDiagram({ values, width: 2 }, [1])).toThrow(
      "10 probabilities of 2 classes for 1 labels",
    );
  });
});
