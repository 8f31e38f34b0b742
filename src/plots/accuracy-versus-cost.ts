import { checkChoice, checkOptionKinds, requireReport } from "../options";
import type { Report, Spread } from "../compare/report/report";
import { approachStyles, describeRuns, summaryOf } from "./approaches";
import type { Figure, Trace } from "./figure";
import { formatCount, formatSeconds, formatSpread } from "../text/numbers";
import { escapeText, themed } from "./theme";
import { timeUnit } from "./time-unit";

export interface AccuracyVersusCostOptions {
  /** `flops` (expected, for one sample) without it. */
  readonly cost?: "flops" | "parameters" | "train" | "predict";
}

interface Scale {
  readonly title: string;
  readonly axis: string;
  readonly of: (approach: number) => Pick<Spread, "mean" | "deviation"> | undefined;
  readonly perUnit: number;
  readonly format: (value: number) => string;
  readonly tickformat: string;
}

/** Accuracy against cost, one standard deviation on each: what lies further up and left is better. */
export function accuracyVersusCost(report: Report, options: AccuracyVersusCostOptions = {}): Figure {
  checkOptionKinds("accuracyVersusCost", options, { cost: "string" });
  checkChoice("accuracyVersusCost", "cost", options.cost, ["flops", "parameters", "train", "predict"]);
  const scale = scaleOf(report, options.cost ?? "flops");
  const styles = approachStyles(report);
  const data = styles.flatMap((style, i): Trace[] => {
    const accuracy = summaryOf(report, style.name, "whole");
    const cost = scale.of(i);
    if (!accuracy || !cost) return [];
    const name = escapeText(style.name);
    const bar = { type: "data", color: style.colour, thickness: 1.5, width: 4 };
    return [
      {
        type: "scatter",
        mode: "markers",
        name,
        x: [cost.mean * scale.perUnit],
        y: [accuracy.mean],
        marker: { color: style.colour, size: 12, symbol: style.symbol },
        ...(accuracy.count > 1 && { error_y: { ...bar, array: [accuracy.deviation] } }),
        ...(cost.deviation > 0 && { error_x: { ...bar, array: [cost.deviation * scale.perUnit] } }),
        hovertemplate: `${name}<br>accuracy ${formatSpread(accuracy)}<br>${scale.format(cost.mean)}<extra></extra>`,
      },
    ];
  });
  const several = report.runs.length > styles.length;
  return {
    data,
    layout: themed(
      scale.title,
      `mean${several ? ` ± 1 standard deviation over ${describeRuns(report)}` : ""}; up and left is better`,
      {
        height: 440,
        margin: { l: 64, r: 24, t: 76, b: 100 },
        legend: { y: -0.22 },
        showlegend: true,
        xaxis: { title: { text: scale.axis }, rangemode: "tozero", tickformat: scale.tickformat },
        yaxis: { title: { text: "accuracy" }, tickformat: ".2f" },
      },
    ),
  };
}

function scaleOf(report: Report, cost: NonNullable<AccuracyVersusCostOptions["cost"]>): Scale {
  requireReport(report, "a figure");
  const { approaches } = report;
  const count = { perUnit: 1, format: formatCount, tickformat: "~s" };
  switch (cost) {
    case "flops":
      return {
        ...count,
        title: "Accuracy against arithmetic",
        axis: "FLOPs for one sample, as routed",
        of: (i) => ({ mean: approaches[i]!.flops.expected, deviation: 0 }),
      };
    case "parameters":
      return {
        ...count,
        title: "Accuracy against size",
        axis: "parameters",
        of: (i) => ({ mean: approaches[i]!.parameters, deviation: 0 }),
      };
    case "train":
    case "predict": {
      const spreads = approaches.map(({ name }) => summaryOf(report, name, `${cost} seconds`));
      const unit = timeUnit(Math.max(0, ...spreads.map((spread) => spread?.mean ?? 0)));
      const [title, axis] =
        cost === "train"
          ? ["Accuracy against training time", "time to train"]
          : ["Accuracy against prediction time", "time to predict the test set"];
      return {
        title: title,
        axis: `${axis} (${unit.name})`,
        of: (i) => spreads[i],
        perUnit: unit.perSecond,
        format: formatSeconds,
        tickformat: "",
      };
    }
  }
}
