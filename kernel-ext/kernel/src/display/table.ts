/*
 * Rows as an HTML table. Colours come from JupyterLab's theme where there is one, so that dark stays dark.
 */
import { escapeHtml } from "./escape";
import { mostCell, mostColumns } from "./limits";
import { toText } from "./text";

export interface Table {
  readonly columns: readonly string[];
  /** Of those that are shown, in the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
  /** Of all rows; `undefined`: those that are here. */
  readonly count?: number;
}

const line = "var(--jp-border-color2, #d5d9de)";
const quiet = "var(--jp-ui-font-color2, #6b7480)";

/** At most `mostColumns` columns; what is left out is counted below. */
export function htmlTable({ columns, rows, count = rows.length }: Table): string {
  const shown = columns.slice(0, mostColumns);
  const numeric = shown.map((_, i) => isNumeric(rows.map((row) => row[i])));
  // Written out cell by cell: front ends differ in what their own style sheets do to a table.
  const style = (i: number) =>
    `style="text-align: ${numeric[i] ? "right; font-variant-numeric: tabular-nums" : "left"}; padding: 3px 10px"`;
  const head = shown.map((name, i) => `<th ${style(i)}>${escapeHtml(name)}</th>`).join("");
  const body = rows.map(
    (row) =>
      `<tr>${shown.map((_, i) => `<td ${style(i)}>${escapeHtml(cellText(row[i]))}</td>`).join("")}</tr>`,
  );
  const left = [
    ...(count > rows.length ? [`${count - rows.length} more rows`] : []),
    ...(columns.length > shown.length ? [`${columns.length - shown.length} more columns`] : []),
  ];
  return [
    `<table style="border-collapse: collapse">`,
    `<thead style="border-bottom: 1px solid ${line}"><tr>${head}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    "</table>",
    ...(left.length > 0 ? [`<p style="color: ${quiet}">… ${left.join(", ")}</p>`] : []),
  ].join("\n");
}

function isNumeric(cells: readonly unknown[]): boolean {
  const present = cells.filter((cell) => cell !== undefined && cell !== null);
  return present.length > 0 && present.every((cell) => typeof cell === "number" || typeof cell === "bigint");
}

function cellText(cell: unknown): string {
  if (cell === undefined || cell === null) return "";
  const text =
    typeof cell === "string"
      ? cell
      : cell instanceof Date && !Number.isNaN(+cell)
        ? cell.toISOString()
        : toText(cell, false);
  return text.length > mostCell ? `${text.slice(0, mostCell)}…` : text;
}
