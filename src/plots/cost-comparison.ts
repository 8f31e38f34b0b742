import type { ApproachRecord, Report } from "../compare/report";
import { approachStyles, describeRuns, spreadOf } from "./approaches";
import type { Figure, JsonObject, Trace } from "./figure";
import { formatCount, formatSeconds } from "./format";
import { panels } from "./panels";
import { categoryRows } from "./rows";
import { escapeText, themed, translucent } from "./theme";

interface Cost {
  readonly title: string;
  readonly value: (approach: ApproachRecord) => number;
  readonly deviation?: (approach: ApproachRecord) => number;
  /** A larger value that the bar would reach in another way of running. */
  readonly upTo?: (approach: ApproachRecord) => number;
  readonly format: (value: number) => string;
}

/** What each approach costs: weights, arithmetic for one sample, measured time to train and to predict. */
export function costComparison(report: Report): Figure {
  const styles = approachStyles(report);
  const time = (figure: string) => ({
    value: ({ name }: ApproachRecord) => spreadOf(report, name, figure)?.mean ?? 0,
    deviation: ({ name }: ApproachRecord) => spreadOf(report, name, figure)?.deviation ?? 0,
    format: formatSeconds,
  });
  const costs: readonly Cost[] = [
    { title: "parameters", value: (approach) => approach.parameters, format: formatCount },
    {
      title: "FLOPs for one sample (light: all branches)",
      value: (approach) => approach.flops.expected,
      upTo: (approach) => approach.flops.all,
      format: formatCount,
    },
    { title: "seconds to train", ...time("train seconds") },
    { title: "seconds to predict the test set", ...time("predict seconds") },
  ];
  const grid = panels(2, 2, { x: 0.07, y: 0.24 });
  const data: Trace[] = [];
  const axes: Record<string, JsonObject> = {};
  const labels: JsonObject[] = [];
  for (const panel of grid) {
    const cost = costs[panel.row * 2 + panel.column]!;
    const ends = report.approaches.map((approach) =>
      Math.max(cost.upTo?.(approach) ?? 0, cost.value(approach) + (cost.deviation?.(approach) ?? 0)),
    );
    const place = {
      type: "bar",
      orientation: "h",
      xaxis: panel.x,
      yaxis: panel.y,
      showlegend: false,
      width: 0.6,
    };
    const rows = styles.map((_, i) => i);
    const hover = (value: (approach: ApproachRecord) => number) =>
      report.approaches.map((approach) => escapeText(`${approach.name}: ${cost.format(value(approach))}`));
    if (cost.upTo)
      data.push({
        ...place,
        x: report.approaches.map(cost.upTo),
        y: rows,
        marker: { color: styles.map((style) => translucent(style.colour, 0.25)) },
        text: hover(cost.upTo),
        textposition: "none",
        hovertemplate: "%{text} with all branches<extra></extra>",
      });
    data.push({
      ...place,
      x: report.approaches.map(cost.value),
      y: rows,
      marker: { color: styles.map((style) => style.colour) },
      text: hover(cost.value),
      textposition: "none",
      hovertemplate: "%{text}<extra></extra>",
      ...(cost.deviation && {
        error_x: { type: "data", array: report.approaches.map(cost.deviation), thickness: 1.5, width: 4 },
      }),
    });
    axes[panel.xaxis] = {
      domain: panel.domain.x,
      anchor: panel.y,
      // Room for the labels at the bars' ends.
      range: [0, Math.max(...ends, Number.MIN_VALUE) * 1.38],
      tickformat: "~s",
      nticks: 5,
    };
    axes[panel.yaxis] = {
      ...categoryRows(styles.map((style) => style.name)),
      domain: panel.domain.y,
      anchor: panel.x,
      showticklabels: panel.column === 0,
    };
    labels.push({
      text: `<b>${cost.title}</b>`,
      xref: "paper",
      yref: "paper",
      x: panel.domain.x[0],
      xanchor: "left",
      y: panel.domain.y[1],
      yanchor: "bottom",
      showarrow: false,
      font: { size: 12 },
    });
    for (const [i, approach] of report.approaches.entries())
      labels.push({
        text: cost.format(cost.value(approach)),
        xref: panel.x,
        yref: panel.y,
        x: ends[i]!,
        y: i,
        xanchor: "left",
        xshift: 4,
        showarrow: false,
        font: { size: 11 },
      });
  }
  return {
    data,
    layout: themed(
      "What each approach costs",
      `FLOPs as the test samples were routed; times: mean ± 1 standard deviation over ${describeRuns(report)}, ${report.machine.backend} backend, ${report.machine.cores} cores`,
      {
        ...axes,
        height: 230 + 2 * Math.max(100, 34 * styles.length),
        margin: { l: 64, r: 24, t: 100, b: 40 },
        barmode: "overlay",
        annotations: labels,
      },
    ),
  };
}
