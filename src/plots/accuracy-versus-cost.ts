import type { ApproachRecord, Report } from "../compare/report";
import { approachStyles, describeRuns, spreadOf } from "./approaches";
import type { Figure, Trace } from "./figure";
import { formatCount, formatSeconds, formatSpread } from "./format";
import { escapeText, themed } from "./theme";

export interface AccuracyVersusCostOptions {
  /** `flops` (expected, for one sample) without it. */
  readonly cost?: "flops" | "parameters" | "train" | "predict";
}

const axisTitles = {
  flops: "FLOPs for one sample, as routed",
  parameters: "parameters",
  train: "seconds to train",
  predict: "seconds to predict the test set",
} as const;

/** Accuracy against cost, one standard deviation on each: what lies further up and left is better. */
export function accuracyVersusCost(report: Report, options: AccuracyVersusCostOptions = {}): Figure {
  const kind = options.cost ?? "flops";
  const isTime = kind === "train" || kind === "predict";
  const format = isTime ? formatSeconds : formatCount;
  const styles = approachStyles(report);
  const data = styles.flatMap((style, i): Trace[] => {
    const accuracy = spreadOf(report, style.name, "whole");
    const approach = report.approaches[i]!;
    const cost = costOf(report, approach, kind);
    if (!accuracy || cost === undefined) return [];
    const name = escapeText(style.name);
    const bar = { type: "data", color: style.colour, thickness: 1.5, width: 4 };
    return [
      {
        type: "scatter",
        mode: "markers",
        name,
        x: [cost.mean],
        y: [accuracy.mean],
        marker: { color: style.colour, size: 12, symbol: style.symbol },
        ...(accuracy.count > 1 && { error_y: { ...bar, array: [accuracy.deviation] } }),
        ...(cost.deviation > 0 && { error_x: { ...bar, array: [cost.deviation] } }),
        hovertemplate: `${name}<br>accuracy ${formatSpread(accuracy)}<br>${format(cost.mean)}<extra></extra>`,
      },
    ];
  });
  return {
    data,
    layout: themed(
      `Accuracy against ${isTime ? "time" : kind === "flops" ? "arithmetic" : "size"}`,
      `mean${report.runs.length > styles.length ? ` ± 1 standard deviation over ${describeRuns(report)}` : ""}; up and left is better`,
      {
        height: 440,
        margin: { l: 64, r: 24, t: 76, b: 100 },
        legend: { y: -0.22 },
        xaxis: { title: { text: axisTitles[kind] }, rangemode: "tozero", tickformat: "~s" },
        yaxis: { title: { text: "accuracy" }, tickformat: ".2f" },
      },
    ),
  };
}

function costOf(
  report: Report,
  approach: ApproachRecord,
  kind: NonNullable<AccuracyVersusCostOptions["cost"]>,
): { mean: number; deviation: number } | undefined {
  if (kind === "train" || kind === "predict") return spreadOf(report, approach.name, `${kind} seconds`);
  return { mean: kind === "flops" ? approach.flops.expected : approach.parameters, deviation: 0 };
}
