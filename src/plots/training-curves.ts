import { checkOptionKinds, refusePromise } from "../options";
import { EspalierError } from "../errors";
import { inOrder, labelOf, lookOf } from "../metrics";
import type { EpochRecord, Report } from "../compare/report/report";
import { describeRuns, requireApproach, runsOf } from "./approaches";
import { curvesOf, type Curve } from "./curves";
import type { Figure, JsonObject, Trace } from "./figure";
import { panels, type Panel } from "./panels";
import { colourOf, partPalette, quiet, translucent } from "../colours";
import { escapeText, themed } from "./theme";

export interface TrainingCurvesOptions {
  /** For a report: the approaches to show, all without it. */
  readonly approaches?: readonly string[];
  /** A column for each: `loss` and names of metrics. Without it, all that the epochs have. */
  readonly metrics?: readonly string[];
  readonly title?: string;
}

interface Row {
  readonly name: string;
  readonly curves: readonly Curve[];
}

const rowHeight = 190;

/**
 * Loss and metrics by epoch: a colour for each head (or phase), validation drawn through, training dotted. A report
 * gives a row for each approach, with the mean over its runs and, for one standard deviation, a band.
 */
export function trainingCurves(
  source: Report | readonly EpochRecord[],
  options: TrainingCurvesOptions = {},
): Figure {
  refusePromise(source, "trainingCurves needs a report or a history", "compare(…)");
  checkOptionKinds("trainingCurves", options, { approaches: "object", metrics: "object", title: "string" });
  const rows = isHistory(source)
    ? [{ name: "", curves: curvesOf([source]) }]
    : rowsOf(source, options.approaches);
  const all = rows.flatMap((row) => row.curves);
  const known = inOrder(all.map((curve) => curve.metric));
  const metrics = (options.metrics ?? known).filter((metric) => known.includes(metric));
  if (metrics.length === 0) {
    throw new EspalierError("there is nothing to draw: no epoch has such a figure", {
      hint: known.length > 0 ? `metrics may be ${known.join(", ")}` : "train the model first",
    });
  }
  const parts = [
    ...new Set(all.filter((curve) => metrics.includes(curve.metric)).map((curve) => curve.part)),
  ];
  const colours = new Map(parts.map((part, i) => [part, colourOf(partPalette, i)]));

  const grid = panels(rows.length, metrics.length, { x: 0.1, y: rows.length > 1 ? 0.32 / rows.length : 0 });
  const data: Trace[] = legendOfLines(all);
  const axes: Record<string, JsonObject> = {};
  const inLegend = new Set<string>();
  for (const panel of grid) {
    const row = rows[panel.row]!;
    const metric = metrics[panel.column]!;
    const top = grid[panel.column]!;
    const curves = row.curves.filter((curve) => curve.metric === metric);
    // Bands first: no line is hidden by another's band.
    for (const curve of curves) data.push(...band(curve, curves, panel, colours.get(curve.part)!));
    for (const curve of curves) {
      const speaks = !inLegend.has(curve.part) && curve.validation === isValidated(curve, curves);
      data.push(line(curve, panel, colours.get(curve.part)!, speaks));
      if (speaks) inLegend.add(curve.part);
    }
    axes[panel.xaxis] = {
      domain: panel.domain.x,
      anchor: panel.y,
      ...(panel.row > 0 && { matches: top.x }),
      ...(panel.row === rows.length - 1 && { title: { text: "epoch" } }),
    };
    axes[panel.yaxis] = {
      domain: panel.domain.y,
      anchor: panel.x,
      // Approaches are compared down the column.
      ...(panel.row > 0 && { matches: top.y }),
      title: { text: escapeText(labelOf(metric)) },
      // What should become small is read by its distance from 0.
      ...(lookOf(metric)?.better === "down" && { rangemode: "tozero" }),
    };
  }
  const plot = rowHeight * rows.length + 40;
  const subtitle = isHistory(source)
    ? "by epoch of each part's own training"
    : `mean over ${describeRuns(source)}${source.runs.length > rows.length ? "; band: ± 1 standard deviation" : ""}`;
  return {
    data,
    layout: themed(options.title ?? "Training curves", subtitle, {
      ...axes,
      height: plot + 190,
      margin: { l: 64, r: 24, t: rows.length > 1 ? 100 : 76, b: 110 },
      legend: { y: -62 / plot, traceorder: "normal" },
      annotations: rows.length > 1 ? rowTitles(rows, grid) : [],
    }),
  };
}

function isHistory(source: Report | readonly EpochRecord[]): source is readonly EpochRecord[] {
  return Array.isArray(source);
}

function rowsOf(report: Report, approaches: readonly string[] | undefined): Row[] {
  for (const name of approaches ?? []) requireApproach(report, name);
  return (approaches ?? report.approaches.map((approach) => approach.name)).map((name) => ({
    name,
    curves: curvesOf(runsOf(report, name).map((run) => run.history)),
  }));
}

function line(curve: Curve, panel: Panel, colour: string, showlegend: boolean): Trace {
  const name = escapeText(curve.part);
  // A single epoch makes no line.
  const isLine = curve.points.length > 1;
  return {
    type: "scatter",
    mode: isLine ? "lines" : "markers",
    name,
    legendgroup: curve.part,
    showlegend,
    xaxis: panel.x,
    yaxis: panel.y,
    x: curve.points.map((point) => point.epoch),
    y: curve.points.map((point) => point.mean),
    ...(isLine
      ? {
          line: {
            color: colour,
            width: curve.validation ? 2 : 1.5,
            dash: curve.validation ? "solid" : "dot",
          },
        }
      : { marker: { color: colour, symbol: curve.validation ? "circle" : "circle-open", size: 8 } }),
    hovertemplate: `${name}, ${curve.validation ? "validation" : "training"} ${escapeText(labelOf(curve.metric))}: %{y:.4f}<br>epoch %{x}<extra></extra>`,
  };
}

/** Whether the part has a validation curve, which then stands for it in the legend and has the band. */
function isValidated(curve: Curve, among: readonly Curve[]): boolean {
  return among.some((other) => other.part === curve.part && other.validation);
}

/** One standard deviation around the validation curve (or the training curve where there is no validation). */
function band(curve: Curve, among: readonly Curve[], panel: Panel, colour: string): Trace[] {
  const points = curve.points.filter((point) => point.count > 1);
  if (curve.validation !== isValidated(curve, among) || points.length < 2) return [];
  const there = points.map((point) => point.epoch);
  const upper = points.map((point) => point.mean + point.deviation);
  const lower = points.map((point) => point.mean - point.deviation);
  return [
    {
      type: "scatter",
      mode: "lines",
      legendgroup: curve.part,
      showlegend: false,
      hoverinfo: "skip",
      xaxis: panel.x,
      yaxis: panel.y,
      x: [...there, ...there.toReversed()],
      y: [...upper, ...lower.toReversed()],
      fill: "toself",
      fillcolor: translucent(colour, 0.16),
      line: { width: 0 },
    },
  ];
}

/** What solid and dotted mean; drawn nowhere else. */
function legendOfLines(curves: readonly Curve[]): Trace[] {
  const kinds = [
    { name: "validation", validation: true, dash: "solid" },
    { name: "training", validation: false, dash: "dot" },
  ].filter((kind) => curves.some((curve) => curve.validation === kind.validation));
  return kinds.map(({ name, dash }) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: [null],
    y: [null],
    line: { color: quiet, width: 2, dash },
    hoverinfo: "skip",
  }));
}

function rowTitles(rows: readonly Row[], grid: readonly Panel[]): JsonObject[] {
  return rows.map((row, i) => ({
    text: `<b>${escapeText(row.name)}</b>`,
    xref: "paper",
    yref: "paper",
    x: 0,
    xanchor: "left",
    y: grid.find((panel) => panel.row === i)!.domain.y[1],
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
    font: { size: 13 },
  }));
}
