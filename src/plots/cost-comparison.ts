import type { Report } from "../compare/report/report";
import { approachStyles, describeRuns, summaryOf, type ApproachStyle } from "./approaches";
import type { Figure, JsonObject, Trace } from "./figure";
import { formatCount, formatSeconds } from "../text/numbers";
import { panels, type Panel } from "./panels";
import { categoryRows } from "./rows";
import { translucent } from "../colours";
import { escapeText, themed } from "./theme";
import { timeUnit } from "./time-unit";

/** One panel's numbers, by approach. */
interface Cost {
  readonly title: string;
  readonly values: readonly number[];
  readonly deviations?: readonly number[];
  /** What it would be with every branch run. */
  readonly all?: readonly number[];
  readonly labels: readonly string[];
  readonly tickformat: string;
}

/** What each approach costs: weights, arithmetic for one sample, measured time to train and to predict. */
export function costComparison(report: Report): Figure {
  const styles = approachStyles(report);
  const costs: readonly Cost[] = [
    parameters(report),
    arithmetic(report),
    time(report, "time to train", "train seconds"),
    time(report, "time to predict the test set", "predict seconds"),
  ];
  const grid = panels(2, 2, { x: 0.07, y: 0.24 });
  const drawn = grid.map((panel) => ({ panel, cost: costs[panel.row * 2 + panel.column]! }));
  return {
    data: drawn.flatMap(({ panel, cost }) => bars(cost, panel, styles)),
    layout: themed(
      "What each approach costs",
      `FLOPs as the test samples were routed; times: mean ± 1 standard deviation over ${describeRuns(report)}`,
      {
        ...Object.fromEntries(drawn.flatMap(({ panel, cost }) => axes(cost, panel, styles))),
        height: 230 + 2 * Math.max(100, 34 * styles.length),
        margin: { l: 64, r: 24, t: 96, b: 40 },
        barmode: "overlay",
        annotations: drawn.flatMap(({ panel, cost }) => [heading(cost, panel), ...endLabels(cost, panel)]),
      },
    ),
  };
}

function parameters({ approaches }: Report): Cost {
  const values = approaches.map((approach) => approach.parameters);
  return { title: "parameters", values, labels: values.map((value) => formatCount(value)), tickformat: "~s" };
}

function arithmetic({ approaches }: Report): Cost {
  const values = approaches.map(({ flops }) => flops.expected);
  const all = approaches.map(({ flops }) => flops.all);
  // Where all branches cost much more than the routed one, both are worth a number.
  const labels = values.map((value, i) =>
    all[i]! > 1.05 * value ? `${formatCount(value)} of ${formatCount(all[i]!)}` : formatCount(value),
  );
  return { title: "FLOPs for one sample (light: all branches)", values, all, labels, tickformat: "~s" };
}

function time(report: Report, title: string, metric: string): Cost {
  const spreads = report.approaches.map(({ name }) => summaryOf(report, name, metric));
  const means = spreads.map((spread) => spread?.mean ?? 0);
  const { name, perSecond } = timeUnit(Math.max(...means));
  return {
    title: `${title} (${name})`,
    values: means.map((mean) => mean * perSecond),
    deviations: spreads.map((spread) => (spread?.deviation ?? 0) * perSecond),
    labels: means.map(formatSeconds),
    tickformat: "",
  };
}

function bars(cost: Cost, panel: Panel, styles: readonly ApproachStyle[]): Trace[] {
  const bar = {
    type: "bar",
    orientation: "h",
    xaxis: panel.x,
    yaxis: panel.y,
    y: styles.map((_, i) => i),
    width: 0.6,
    showlegend: false,
    text: styles.map((style, i) => escapeText(`${style.name}: ${cost.labels[i]}`)),
    textposition: "none",
    hovertemplate: "%{text}<extra></extra>",
  };
  const traces: Trace[] = [];
  if (cost.all)
    traces.push({
      ...bar,
      x: cost.all,
      marker: { color: styles.map((style) => translucent(style.colour, 0.25)) },
    });
  traces.push({
    ...bar,
    x: cost.values,
    marker: { color: styles.map((style) => style.colour) },
    ...(cost.deviations?.some((deviation) => deviation > 0) && {
      error_x: { type: "data", array: cost.deviations, thickness: 1.5, width: 4 },
    }),
  });
  return traces;
}

/** How far each row's marks reach. */
function ends(cost: Cost): number[] {
  return cost.values.map((value, i) => Math.max(cost.all?.[i] ?? 0, value + (cost.deviations?.[i] ?? 0)));
}

function axes(cost: Cost, panel: Panel, styles: readonly ApproachStyle[]): [string, JsonObject][] {
  const longest = Math.max(0, ...ends(cost));
  return [
    [
      panel.xaxis,
      {
        domain: panel.domain.x,
        anchor: panel.y,
        // Room for the labels at the bars' ends.
        range: [0, longest > 0 ? longest * (cost.all ? 1.7 : 1.4) : 1],
        tickformat: cost.tickformat,
        nticks: 5,
      },
    ],
    [
      panel.yaxis,
      {
        ...categoryRows(styles.map((style) => style.name)),
        domain: panel.domain.y,
        anchor: panel.x,
        showticklabels: panel.column === 0,
      },
    ],
  ];
}

function heading(cost: Cost, panel: Panel): JsonObject {
  return {
    text: `<b>${cost.title}</b>`,
    xref: "paper",
    yref: "paper",
    x: panel.domain.x[0],
    xanchor: "left",
    y: panel.domain.y[1],
    yanchor: "bottom",
    showarrow: false,
    font: { size: 12 },
  };
}

function endLabels(cost: Cost, panel: Panel): JsonObject[] {
  return ends(cost).map((end, row) => ({
    text: cost.labels[row]!,
    xref: panel.x,
    yref: panel.y,
    x: end,
    y: row,
    xanchor: "left",
    xshift: 4,
    showarrow: false,
    font: { size: 11 },
  }));
}
