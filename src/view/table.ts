import { EspalierError } from "../errors";
import { checkOptionKinds } from "../options";
import { escapeHtml, themeColours } from "../text/html";
import { htmlTable, textTable, type TextColumn } from "../text/table";
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

/** Rows as a table: HTML in a notebook, aligned text elsewhere. Absent cells stay empty. */
export function table<Row extends object>(rows: readonly Row[], options: TableOptions<Row> = {}): View {
  checkOptionKinds("table", options, { columns: "object", caption: "string", note: "string" });
  const columns = options.columns ?? (keysOf(rows) as (keyof Row & string)[]);
  if (columns.length === 0)
    throw new EspalierError("a table without columns", { hint: "give rows, or name the columns" });
  const drawn = columns.map((column) => draw(rows, typeof column === "string" ? { value: column } : column));
  return new View({
    "text/html": asHtml(drawn, options),
    "text/plain": asText(drawn, options),
  });
}

function keysOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function draw<Row extends object>(rows: readonly Row[], column: Column<Row>): TextColumn {
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

function asHtml(columns: readonly TextColumn[], { caption, note }: Around): string {
  const notes = note === undefined ? [] : note.split("\n");
  return [
    htmlTable(columns, caption),
    ...notes.map((line) => `<p style="color: ${themeColours.quiet}">${escapeHtml(line)}</p>`),
  ].join("\n");
}

/** As text a cell is one line. */
const inLine = (text: string) => visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

function asText(columns: readonly TextColumn[], { caption, note }: Around): string {
  const lines = textTable(
    columns.map(({ title, right, cells }) => ({ title: inLine(title), right, cells: cells.map(inLine) })),
  );
  return [...(caption === undefined ? [] : [caption]), ...lines, ...(note === undefined ? [] : [note])].join(
    "\n",
  );
}
