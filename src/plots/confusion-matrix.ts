import { checkOptionKinds } from "../options";
import { EspalierError } from "../errors";
import type { Report } from "../compare/report/report";
import { requireApproach, runsOf } from "./approaches";
import type { Figure } from "./figure";
import { blend } from "../colours";
import { escapeText, themed } from "./theme";

export interface ConfusionMatrixOptions {
  readonly title?: string;
}

const lightest = "#f4f7fa";
const darkest = "#08457e";
/** Counts are written into the cells up to this many classes. */
const legible = 24;

/**
 * Which class was taken for which: a row for each true class, a column for each answer, coloured by the share of the
 * true class. Cells are bars of length 1, not a heatmap: they are drawn as vectors everywhere, and keep hover and text.
 *
 * @param confusion `confusion[true class][answer]`, numbers of samples
 */
export function confusionMatrix(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  options: ConfusionMatrixOptions = {},
): Figure {
  checkOptionKinds("confusionMatrix", options, { title: "string" });
  const n = classes.length;
  if (n === 0 || confusion.length !== n || confusion.some((row) => row.length !== n))
    throw new EspalierError(
      `a confusion matrix of ${confusion.length} rows (lengths ${[...new Set(confusion.map((row) => row.length))].join(", ")}) for ${n} classes`,
      { hint: "give one row and one column for each class" },
    );
  const cells = confusion.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => ({ i, j, count, share: total > 0 ? count / total : 0 }));
  });
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const correct = cells.reduce((sum, cell) => sum + (cell.i === cell.j ? cell.count : 0), 0);
  const names = classes.map(escapeText);
  const ticks = {
    tickmode: "array",
    tickvals: names.map((_, i) => i + 0.5),
    ticktext: names,
    showgrid: false,
    showline: false,
    ticks: "",
    constrain: "domain",
  };
  const side = Math.min(560, Math.max(240, 44 * n));
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        base: cells.map((cell) => cell.j),
        x: cells.map(() => 1),
        y: cells.map((cell) => cell.i + 0.5),
        width: 1,
        marker: {
          // The root keeps small shares of mistakes visible beside a strong diagonal.
          color: cells.map((cell) => blend(lightest, darkest, Math.sqrt(cell.share))),
          line: { color: "#ffffff", width: n > legible ? 0 : 1 },
        },
        ...(n <= legible && {
          text: cells.map((cell) => (cell.count > 0 ? String(cell.count) : "")),
          textposition: "inside",
          insidetextanchor: "middle",
          textangle: 0,
          constraintext: "none",
          insidetextfont: {
            size: 12,
            color: cells.map((cell) => (cell.share > 0.25 ? "#ffffff" : "#2f3640")),
          },
        }),
        customdata: cells.map((cell) => [
          names[cell.i]!,
          names[cell.j]!,
          cell.count,
          `${(100 * cell.share).toFixed(1)} %`,
        ]),
        hovertemplate:
          "%{customdata[0]} taken for %{customdata[1]}: %{customdata[2]} (%{customdata[3]})<extra></extra>",
        showlegend: false,
      },
    ],
    layout: themed(
      options.title ?? "Which class was taken for which",
      `${total} samples, ${total > 0 ? ((100 * correct) / total).toFixed(1) : "0"} % right; colour: share of the true class`,
      {
        height: side + 190,
        margin: { l: 64, r: 24, t: 76, b: 64 },
        xaxis: { ...ticks, range: [0, n], title: { text: "answer" }, tickangle: n > 6 ? -40 : 0 },
        yaxis: { ...ticks, range: [n, 0], title: { text: "true class" } },
        barmode: "overlay",
      },
    ),
  };
}

/** The confusion matrix of one approach of a report, its runs added up. */
export function approachConfusion(report: Report, approach: string): Figure {
  requireApproach(report, approach);
  const runs = runsOf(report, approach);
  const { classes } = report.task;
  const sum = classes.map((_, i) =>
    classes.map((_, j) => runs.reduce((total, run) => total + (run.confusion[i]?.[j] ?? 0), 0)),
  );
  return confusionMatrix(sum, classes, { title: `Which class was taken for which: ${approach}` });
}
