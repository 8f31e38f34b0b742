import { EspalierError } from "../errors";
import { escapeHtml } from "../text/html";
import { checkOptionKinds } from "../options";
import { themeColours } from "./html";
import { visible } from "../visible";
import { View } from "./view";

export type Cell = string | number | boolean | null | undefined;

export interface Column<Row> {
  /** A key of the rows, or what to take from a row. */
  readonly value: (keyof Row & string) | ((row: Row) => Cell);
  /** The key without it. */
  readonly title?: string;
  /** Numbers to the right, all else to the left, without it. */
  readonly align?: "left" | "right";
  /** Numbers with up to four decimals without it. */
  readonly format?: (cell: Cell) => string;
}

export interface TableOptions<Row> {
  /** In order; a bare name is a key. All keys of the rows without it. */
  readonly columns?: readonly ((keyof Row & string) | Column<Row>)[];
  /** Above the table. */
  readonly caption?: string;
  /** Below the table; a line is a paragraph. */
  readonly note?: string;
}

interface Drawn {
  readonly title: string;
  readonly right: boolean;
  readonly cells: readonly string[];
}

/** Rows as a table: HTML in a notebook, aligned text elsewhere. Absent cells stay empty. */
export function table<Row extends object>(rows: readonly Row[], options: TableOptions<Row> = {}): View {
  checkOptionKinds("table", options, { columns: "object", caption: "string", note: "string" });
  const columns = options.columns ?? (keysOf(rows) as (keyof Row & string)[]);
  if (columns.length === 0)
    throw new EspalierError("a table without columns", { hint: "give rows, or name the columns" });
  const drawn = columns.map((column) => draw(rows, typeof column === "string" ? { value: column } : column));
  return new View({
    "text/html": asHtml(drawn, rows.length, options),
    "text/plain": asText(drawn, rows.length, options),
  });
}

function keysOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function draw<Row extends object>(rows: readonly Row[], column: Column<Row>): Drawn {
  const { value, format = formatCell } = column;
  const cells = rows.map((row) => (typeof value === "function" ? value(row) : (row[value] as Cell)));
  const numeric =
    cells.some((cell) => typeof cell === "number") && !cells.some((cell) => typeof cell === "string");
  return {
    title: column.title ?? (typeof value === "string" ? value : ""),
    right: column.align === undefined ? numeric : column.align === "right",
    cells: cells.map((cell) => (cell === undefined || cell === null ? "" : format(cell))),
  };
}

function formatCell(cell: Cell): string {
  if (typeof cell === "number" && !Number.isInteger(cell)) return String(Number(cell.toFixed(4)));
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

interface Around {
  readonly caption?: string;
  readonly note?: string;
}

function asHtml(columns: readonly Drawn[], count: number, { caption, note }: Around): string {
  // Written out cell by cell: front ends differ in what their own style sheets do to a table.
  const style = ({ right }: Drawn) =>
    `style="text-align: ${right ? "right; font-variant-numeric: tabular-nums" : "left"}; white-space: pre; padding: 3px 10px"`;
  const head = columns.map((column) => `<th ${style(column)}>${escapeHtml(column.title)}</th>`).join("");
  const body = Array.from(
    { length: count },
    (_, i) =>
      `<tr>${columns.map((column) => `<td ${style(column)}>${escapeHtml(column.cells[i]!)}</td>`).join("")}</tr>`,
  );
  return [
    `<table style="border-collapse: collapse">`,
    ...(caption === undefined
      ? []
      : [`<caption style="text-align: left; font-weight: bold">${escapeHtml(caption)}</caption>`]),
    `<thead style="border-bottom: 1px solid ${themeColours.line}"><tr>${head}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    "</table>",
    ...(note === undefined
      ? []
      : note.split("\n").map((line) => `<p style="color: ${themeColours.quiet}">${escapeHtml(line)}</p>`)),
  ].join("\n");
}

/** As text a cell is one line. */
const inLine = (text: string) => visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

function asText(drawn: readonly Drawn[], count: number, { caption, note }: Around): string {
  const columns = drawn.map((column) => ({
    ...column,
    title: inLine(column.title),
    cells: column.cells.map(inLine),
  }));
  const widths = columns.map(({ title, cells }) =>
    Math.max(title.length, ...cells.map((cell) => cell.length)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (columns[i]!.right ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [
    ...(caption === undefined ? [] : [caption]),
    line(columns.map((column) => column.title)),
    line(widths.map((width) => "─".repeat(width))),
    ...Array.from({ length: count }, (_, i) => line(columns.map((column) => column.cells[i]!))),
    ...(note === undefined ? [] : [note]),
  ].join("\n");
}
