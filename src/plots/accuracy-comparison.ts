import type { Report } from "../compare/report/report";
import { approachStyles, describeRuns, runsOf, summaryOf } from "./approaches";
import type { Figure, Trace } from "./figure";
import { formatSpread } from "../text/numbers";
import { categoryRows } from "./rows";
import { ink, translucent } from "../colours";
import { escapeText, themed } from "./theme";

/**
 * Overall accuracy of each approach on the test samples: every run as a dot, the mean as a mark, one standard deviation
 * (n - 1) as a bar. The bars show how runs differ, not how sure the order of two approaches is: see
 * `pairedDifferences`.
 */
export function accuracyComparison(report: Report): Figure {
  const styles = approachStyles(report);
  const data: Trace[] = [];
  const labels: { y: number; text: string }[] = [];
  for (const [row, style] of styles.entries()) {
    const spread = summaryOf(report, style.name, "whole");
    if (!spread) continue;
    const runs = runsOf(report, style.name);
    const name = escapeText(style.name);
    data.push({
      type: "scatter",
      mode: "markers",
      name,
      showlegend: false,
      x: runs.map((run) => run.accuracy.whole),
      // Dots lie below the mean's bar, one under the other, so that equal accuracies stay apart.
      y: runs.map((_, i) => row + 0.16 + (0.22 * i) / Math.max(1, runs.length - 1)),
      text: runs.map((run) => `seed ${run.seed}, fold ${run.fold}`),
      marker: { color: translucent(style.colour, 0.55), size: 7, symbol: style.symbol },
      hovertemplate: `${name}, %{text}: %{x:.3f}<extra></extra>`,
    });
    data.push({
      type: "scatter",
      mode: "markers",
      name,
      showlegend: false,
      x: [spread.mean],
      y: [row - 0.04],
      marker: { color: style.colour, size: 12, symbol: style.symbol },
      ...(spread.count > 1 && {
        error_x: { type: "data", array: [spread.deviation], color: style.colour, thickness: 2, width: 6 },
      }),
      hovertemplate: `${name}: ${formatSpread(spread)} (n = ${spread.count})<extra></extra>`,
    });
    labels.push({ y: row - 0.04, text: formatSpread(spread) });
  }
  const several = report.runs.length > styles.length;
  return {
    data,
    layout: themed(
      `Accuracy of each approach: ${report.name}`,
      several
        ? `share of test samples with the right class; dots: runs (${describeRuns(report)}); mean ± 1 standard deviation`
        : "share of test samples with the right class; 1 run",
      {
        height: 150 + 62 * styles.length,
        margin: { l: 64, r: 120, t: 76, b: 56 },
        xaxis: { title: { text: "accuracy" }, tickformat: ".2f" },
        yaxis: categoryRows(styles.map((style) => style.name)),
        annotations: labels.map(({ y, text }) => ({
          x: 1,
          xref: "paper",
          xanchor: "left",
          xshift: 10,
          y,
          text,
          showarrow: false,
          font: { color: ink },
        })),
      },
    ),
  };
}
