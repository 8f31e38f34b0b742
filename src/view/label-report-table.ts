import type { LabelReport } from "../model/evaluate-labels";
import { formatShare } from "../text/numbers";
import { table, type Cell } from "./table";
import type { View } from "./view";

/** What `evaluateLabels` found: a label a row, and under it what all of them come to. */
export function labelReportTable(report: LabelReport): View {
  const format = (cell: Cell) => formatShare(Number(cell));
  const overall = [
    ["label accuracy", report.labelAccuracy],
    ["exact match", report.exactMatch],
    ["micro F1", report.microF1],
    ["macro F1", report.macroF1],
  ] as const;
  return table(report.rows, {
    columns: [
      "label",
      { value: "known", align: "right" as const },
      { value: "present", align: "right" as const },
      { value: "told", align: "right" as const },
      { value: "precision", align: "right" as const, format },
      { value: "recall", align: "right" as const, format },
      { value: "f1", title: "F1", align: "right" as const, format },
    ],
    note: [
      overall.map(([name, value]) => `${name} ${value === undefined ? "–" : formatShare(value)}`).join(" · "),
      `${report.samples} samples with a known label; a sample has the labels with a probability above ${report.threshold}`,
    ].join("\n"),
  });
}
