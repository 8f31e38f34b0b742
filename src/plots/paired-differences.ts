import { EspalierError } from "../errors";
import { checkOptionKinds, requireReport } from "../options";
import { chanceText } from "../compare/report/verdict";
import type { PairRecord, Report, RunRecord } from "../compare/report/report";
import { studentQuantile } from "../compare/statistics";
import { approachStyles, requireApproach, runsOf } from "./approaches";
import type { Figure, Trace } from "./figure";
import { formatDifference } from "../text/numbers";
import { categoryRows } from "./rows";
import { ink, quiet } from "../colours";
import { escapeText, themed } from "./theme";

export interface PairedDifferencesOptions {
  /** The approach that the others are compared with; the report's first without it. */
  readonly baseline?: string;
  /** 0.95 without it. */
  readonly confidence?: number;
}

/**
 * Accuracy of each approach minus the baseline's over the same runs, with a confidence interval whose standard error
 * is corrected for overlapping training sets (Nadeau and Bengio 2003). An interval that holds 0 decides nothing.
 * Intervals are drawn for each pair by itself; they are not widened for the number of pairs.
 */
export function pairedDifferences(report: Report, options: PairedDifferencesOptions = {}): Figure {
  checkOptionKinds("pairedDifferences", options, { baseline: "string", confidence: "number" });
  requireReport(report, "pairedDifferences");
  const baseline = options.baseline ?? report.approaches[0]?.name;
  if (baseline === undefined) throw new EspalierError(`the report "${report.name}" has no approaches`);
  requireApproach(report, baseline);
  const confidence = options.confidence ?? 0.95;
  if (!(confidence > 0 && confidence < 1))
    throw new EspalierError(`a confidence of ${confidence}`, {
      hint: "choose a number between 0 and 1, such as 0.95",
    });

  const styles = approachStyles(report).filter((style) => style.name !== baseline);
  const data: Trace[] = [];
  const labels: { y: number; text: string }[] = [];
  for (const [row, style] of styles.entries()) {
    const pair = orientedPair(report, style.name, baseline);
    if (!pair) continue;
    const runs = pairedRuns(report, style.name, baseline);
    const half =
      pair.standardError === undefined || runs < 2
        ? undefined
        : pair.standardError * studentQuantile((1 + confidence) / 2, runs - 1);
    // No p for a single run: McNemar's would be one of its samples, and this figure is of runs.
    const { p } = pair;
    const reach = half === undefined ? "" : ` ± ${half.toFixed(3)}`;
    const chance = p === undefined ? "" : chanceText(p);
    data.push({
      type: "scatter",
      mode: "markers",
      name: escapeText(style.name),
      showlegend: false,
      x: [pair.difference],
      y: [row],
      marker: { color: style.colour, size: 11, symbol: style.symbol },
      ...(half !== undefined && {
        error_x: { type: "data", array: [half], color: style.colour, thickness: 2, width: 6 },
      }),
      hovertemplate:
        escapeText(`${style.name}: ${formatDifference(pair.difference)}${reach} ${chance}`) +
        "<extra></extra>",
    });
    labels.push({
      y: row,
      text: [formatDifference(pair.difference) + reach, chance].filter(Boolean).map(escapeText).join("<br>"),
    });
  }
  return {
    data,
    layout: themed(
      `Difference in accuracy to ${baseline}`,
      `over the same runs; bar: ${Math.round(confidence * 1000) / 10} % confidence interval, corrected for overlapping training sets`,
      {
        height: 150 + 52 * styles.length,
        margin: { l: 64, r: 130, t: 76, b: 56 },
        xaxis: {
          title: { text: `accuracy minus that of ${escapeText(baseline)}` },
          tickformat: "+.2f",
          zeroline: true,
          zerolinecolor: quiet,
          zerolinewidth: 1.5,
        },
        yaxis: categoryRows(styles.map((style) => style.name)),
        annotations: labels.map(({ y, text }) => ({
          x: 1,
          xref: "paper",
          xanchor: "left",
          xshift: 10,
          align: "left",
          y,
          text,
          showarrow: false,
          font: { color: ink },
        })),
      },
    ),
  };
}

/** Number of runs that both finished: the same seed, the same fold. */
function pairedRuns(report: Report, first: string, second: string): number {
  const keyOf = ({ seed, fold }: RunRecord) => `${seed}/${fold}`;
  const others = new Set(runsOf(report, second).map(keyOf));
  return runsOf(report, first).filter((run) => others.has(keyOf(run))).length;
}

/** The pair with `name` first, whichever way round the report has it. */
function orientedPair(report: Report, name: string, baseline: string): PairRecord | undefined {
  for (const pair of report.pairs) {
    if (pair.first === name && pair.second === baseline) return pair;
    if (pair.first === baseline && pair.second === name)
      return { ...pair, first: name, second: baseline, difference: -pair.difference };
  }
  return undefined;
}
