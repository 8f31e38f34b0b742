import { expect, test } from "vitest";
import type { LabelReport, LabelsPrediction } from "../../src/model";
import { bundleOf, labelReportTable, labelsTable } from "../../src/view";

const said: LabelsPrediction = {
  name: "objects",
  target: "objects",
  labels: ["cat", "dog", "tree"],
  threshold: 0.5,
  samples: [["tree", "cat"], [], ["dog"]],
  chosen: Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 1, 0),
  probabilities: Float32Array.of(0.6, 0.1, 0.875, 0.25, 0.25, 0.25, 0, 0.75, 0),
};

test("the labels of samples show themselves as a table, the likeliest first, none as an empty cell", () => {
  const lines = [
    "sample  objects",
    "──────  ─────────────────────",
    "     0  tree 0.875, cat 0.600",
    "     1",
    "     2  dog 0.750",
    "labels with a probability above 0.5",
  ];
  expect(String(labelsTable(said))).toBe(lines.join("\n"));
  expect(bundleOf(said)).toMatchObject({ "text/plain": lines.join("\n") });
  expect(bundleOf(said)).toMatchObject({ "text/html": expect.stringContaining("<table") as string });
});

test("only the first samples are shown", () => {
  const text = String(labelsTable(said, { samples: 1 }));
  expect(text).toContain("the first 1 of 3 samples");
  expect(text).not.toContain("dog");
});

test("what a head over labels comes to is a table with a label a row", () => {
  const report: LabelReport = {
    head: "objects",
    threshold: 0.4,
    samples: 9,
    labelAccuracy: 0.75,
    hammingLoss: 0.25,
    exactMatch: 0.5,
    microF1: 0.8,
    macroF1: undefined,
    rows: [
      { label: "cat", known: 9, present: 4, told: 5, precision: 0.8, recall: 1, f1: 8 / 9 },
      { label: "dog", known: 0, present: 0, told: 0, precision: undefined, recall: undefined, f1: undefined },
    ],
  };
  const lines = [
    "label  known  present  told  precision  recall     F1",
    "─────  ─────  ───────  ────  ─────────  ──────  ─────",
    "cat        9        4     5      0.800   1.000  0.889",
    "dog        0        0     0",
    "label accuracy 0.750 · exact match 0.500 · micro F1 0.800 · macro F1 –",
    "9 samples with a known label; a sample has the labels with a probability above 0.4",
  ];
  expect(String(labelReportTable(report))).toBe(lines.join("\n"));
  expect(bundleOf(report)).toMatchObject({ "text/plain": lines.join("\n") });
});
