import type { Report } from "../compare/report/report";
import { approachStyles, describeRuns, summaryOf, type ApproachStyle } from "./approaches";
import type { Figure, JsonObject, Trace } from "./figure";
import { formatSpread } from "../text/numbers";
import { panels, type Panel } from "./panels";
import { escapeText, themed } from "./theme";

/** Share of a category's width that its marks take up. */
const spread = 0.6;

/**
 * Where accuracy is won and lost: the gate, each branch on its own samples, all of it with oracle routing, all of it
 * as routed; beside them the regret (oracle minus overall), which a better gate could win back.
 */
export function accuracyParts(report: Report): Figure {
  const styles = approachStyles(report);
  const branches = new Set<string>();
  for (const { name } of styles) {
    for (const metric of Object.keys(report.summary[name] ?? {}))
      if (metric.startsWith("branch/")) branches.add(metric);
  }
  const present = (metric: string) => styles.some(({ name }) => summaryOf(report, name, metric));
  const parts = ["gate", ...branches, "oracle", "whole"].filter(present);
  const hasRegret = present("regret");
  const [left, right] = panels(1, 2, { x: 0, y: 0 }) as [Panel, Panel];
  const split = parts.length / (parts.length + 1.6);

  const data: Trace[] = [];
  for (const [i, style] of styles.entries()) {
    const offset = styles.length > 1 ? spread * (i / (styles.length - 1) - 0.5) : 0;
    data.push(marks(report, style, parts, left, offset, true));
    if (summaryOf(report, style.name, "regret"))
      data.push(marks(report, style, ["regret"], right, offset, false));
  }
  const categories = (names: readonly string[]): JsonObject => ({
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => escapeText(name.replace(/^branch\//, ""))),
    range: [-0.5, names.length - 0.5],
    showgrid: false,
    ticks: "",
  });
  return {
    data,
    layout: themed(
      "Accuracy of the parts",
      `${report.runs.length > styles.length ? `mean ± 1 standard deviation over ${describeRuns(report)}; ` : ""}oracle: routed by the true group`,
      {
        height: 430,
        margin: { l: 64, r: 24, t: 76, b: 96 },
        legend: { y: -0.16 },
        xaxis: { ...categories(parts), domain: [0, hasRegret ? split : 1] },
        yaxis: { title: { text: "accuracy" }, tickformat: ".2f" },
        ...(hasRegret && {
          [right.xaxis]: { ...categories(["regret"]), domain: [split + 0.12, 1], anchor: right.y },
          [right.yaxis]: {
            title: { text: "oracle minus whole" },
            tickformat: ".2f",
            anchor: right.x,
            rangemode: "tozero",
          },
        }),
      },
    ),
  };
}

function marks(
  report: Report,
  style: ApproachStyle,
  metrics: readonly string[],
  panel: Panel,
  offset: number,
  showlegend: boolean,
): Trace {
  const there = metrics.flatMap((metric, at) => {
    const found = summaryOf(report, style.name, metric);
    return found ? [{ at, metric, found }] : [];
  });
  const name = escapeText(style.name);
  return {
    type: "scatter",
    mode: "markers",
    name,
    legendgroup: style.name,
    showlegend,
    xaxis: panel.x,
    yaxis: panel.y,
    x: there.map(({ at }) => at + offset),
    y: there.map(({ found }) => found.mean),
    marker: { color: style.colour, size: 10, symbol: style.symbol },
    error_y: {
      type: "data",
      array: there.map(({ found }) => (found.count > 1 ? found.deviation : 0)),
      color: style.colour,
      thickness: 1.5,
      width: 4,
    },
    text: there.map(({ metric, found }) =>
      escapeText(`${metric.replace(/^branch\//, "")}: ${formatSpread(found)}`),
    ),
    hovertemplate: `${name}, %{text}<extra></extra>`,
  };
}
