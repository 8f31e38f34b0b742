/*
 * What the figures of one report share: each approach keeps its colour and its mark.
 */
import { EspalierError } from "../errors";
import { requireReport } from "../options";
import type { Report, RunRecord, Spread } from "../compare/report/report";
import { approachPalette, colourOf } from "../colours";

export interface ApproachStyle {
  readonly name: string;
  readonly colour: string;
  /** A marker of Plotly's; differs when the palette has come round. */
  readonly symbol: string;
}

const symbols = ["circle", "diamond", "square", "triangle-up"] as const;

/** In the report's order. */
export function approachStyles(report: Report): ApproachStyle[] {
  requireReport(report, "a figure");
  return report.approaches.map(({ name }, i) => ({
    name,
    colour: colourOf(approachPalette, i),
    symbol: colourOf(symbols, Math.floor(i / approachPalette.length)),
  }));
}

/** A metric of the summary; `undefined` where the approach has no such part. */
export function summaryOf(report: Report, approach: string, metric: string): Spread | undefined {
  return report.summary[approach]?.[metric];
}

export function runsOf(report: Report, approach: string): RunRecord[] {
  return report.runs.filter((run) => run.approach === approach);
}

/** Refuses a name that the report does not have. */
export function requireApproach(report: Report, name: string): void {
  requireReport(report, "a figure");
  if (report.approaches.some((approach) => approach.name === name)) return;
  const known = report.approaches.map((approach) => `"${approach.name}"`).join(", ");
  throw new EspalierError(`the report "${report.name}" has no approach "${name}"`, {
    hint: `choose one of ${known}`,
  });
}

/** `3 seeds × 5 folds`, `5 folds`, `1 run`. */
export function describeRuns(report: Report): string {
  const first = report.approaches[0];
  const runs = first ? runsOf(report, first.name) : [];
  const seeds = new Set(runs.map((run) => run.seed)).size;
  const folds = new Set(runs.map((run) => run.fold)).size;
  if (runs.length <= 1) return "1 run";
  const parts = [seeds > 1 ? `${seeds} seeds` : "", folds > 1 ? `${folds} folds` : ""].filter(Boolean);
  return seeds * folds === runs.length ? parts.join(" × ") : `${runs.length} runs`;
}
