import path from "node:path";
import { EspalierError } from "../../errors";
import { suggestion } from "../../text/wording";
import { checkLimit } from "../../limits";
import { checkOptionKinds, requireKind } from "../../options";
import { parseCsv } from "../csv";
import { classesIn } from "../label-column";
import { classNumber, type Labelled } from "../labelled";
import type { DataFormat } from "./format";
import { decimal, excerpt } from "../number";
import { readDataText } from "../read-data";

export interface TableOptions {
  /** The columns that are the input, in order. */
  readonly columns: readonly string[];
  /** The column that is the label: a class's name or number. */
  readonly label: string;
}

/** A table as text, each row with the place that messages name. */
interface Table {
  readonly header: readonly string[];
  readonly rows: readonly {
    readonly where: () => string;
    readonly cell: (column: string) => string | undefined;
  }[];
}

/** A table: CSV with a header line, or a JSON list of objects. */
export const table: DataFormat<"table"> = {
  load: ({ path: file, columns, label }, { classes, path: pathOf }) =>
    loadTable(pathOf("path", file), { columns, label }, classes),
};

/**
 * A table with a label: CSV with a header line (`.tsv`: with tabs), or a JSON list of objects (`.json`).
 * The input has the shape `[columns]`.
 *
 * @param classes The classes in the order of their numbers; without them, the labels that occur, sorted.
 * @throws EspalierError naming the file, the line and the column that is wrong; where a label column without `classes`
 * looks like values; where the file or what becomes of it is past a limit.
 */
export async function loadTable(
  file: string,
  options: TableOptions,
  classes?: readonly string[],
): Promise<Labelled> {
  requireKind(file, "string", "loadTable", "the path of a file");
  requireKind(options, "object", "loadTable", "options { columns, label }");
  checkOptionKinds("loadTable", options, { columns: "object", label: "string" });
  const { columns, label } = options;
  // In JavaScript nobody has checked it.
  const given: unknown = columns;
  if (!Array.isArray(given) || given.length === 0)
    throw new EspalierError("loadTable needs columns", { hint: "name those that are the input, in a list" });
  requireKind(label, "string", "loadTable", "a label: the column that is to be predicted");
  if (columns.includes(label))
    throw new EspalierError(`the label "${label}" is among the columns that are the input`, {
      where: file,
      hint: "take it out there: a network would only copy it",
    });
  const text = await readDataText(file);
  const table = /\.json$/i.test(file) ? jsonTable(text, file) : csvTable(text, file);
  const known = new Set(table.header);
  for (const column of [...columns, label])
    if (!known.has(column))
      throw new EspalierError(`there is no column "${column}"`, {
        where: file,
        hint: suggestion(column, table.header, "write one of the table's columns"),
      });
  if (table.rows.length === 0) throw new EspalierError("the table has no rows", { where: file });
  const texts = table.rows.map(({ where, cell }) => labelText(cell(label), label, where));
  const names = classes ?? classesIn(texts, label, file);
  checkLimit(
    "memoryBytes",
    4 * table.rows.length * columns.length,
    `${table.rows.length} rows of ${columns.length} columns take ${4 * table.rows.length * columns.length} bytes`,
    file,
  );
  const data = new Float32Array(table.rows.length * columns.length);
  table.rows.forEach(({ where, cell }, row) =>
    columns.forEach((column, i) => {
      data[row * columns.length + i] = numberIn(cell(column), column, where);
    }),
  );
  const numbers = new Map(names.map((name, number) => [name, number]));
  const labels = Int32Array.from(
    texts,
    (name, row) => numbers.get(name) ?? classNumber(name, names, table.rows[row]!.where),
  );
  return { shape: [columns.length], data, columns, labels, classes: names };
}

function labelText(cell: string | undefined, column: string, where: () => string): string {
  const text = cell?.trim() ?? "";
  if (text === "") throw new EspalierError(`the label in column "${column}" is empty`, { where: where() });
  return text;
}

function numberIn(cell: string | undefined, column: string, where: () => string): number {
  const text = cell?.trim() ?? "";
  const value = decimal(text);
  if (value !== undefined) return value;
  throw new EspalierError(
    text === "" ? `column "${column}" is empty` : `${excerpt(text)} in column "${column}" is not a number`,
    { where: where(), hint: "fill it in, or leave the row out" },
  );
}

/** What people also put between columns. */
const OTHER_SEPARATORS = { ";": "semicolons", "\t": "tabs", "|": "bars" };

function csvTable(text: string, file: string): Table {
  const tabs = path.extname(file).toLowerCase() === ".tsv";
  const [first, ...rest] = parseCsv(text, tabs ? "\t" : ",", file);
  if (!first)
    throw new EspalierError("the table is empty", { where: file, hint: "start it with a header line" });
  const header = first.cells.map((name) => name.trim());
  checkHeader(header, tabs, `${file}, line ${first.line}`);
  const places = new Map(header.map((name, i) => [name, i]));
  const rows = rest.map(({ line, cells }) => {
    const where = (): string => `${file}, line ${line}`;
    if (cells.length !== header.length)
      throw new EspalierError(
        `this row has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, and the header has ${header.length}`,
        {
          where: where(),
          hint: `give every row as many, and put a cell that holds a ${tabs ? "tab" : "comma"} in quotes`,
        },
      );
    return { where, cell: (column: string) => cells[places.get(column) ?? -1] };
  });
  return { header, rows };
}

function checkHeader(header: readonly string[], tabs: boolean, where: string): void {
  const [only = ""] = header;
  const other =
    header.length === 1 ? Object.entries(OTHER_SEPARATORS).find(([sign]) => only.includes(sign)) : undefined;
  if (other)
    throw new EspalierError(`the columns seem to be set apart by ${other[1]}`, {
      where,
      hint: "save the table with commas between them, and points in its numbers (a .tsv file: with tabs)",
    });
  if (tabs && header.length === 1 && only.includes(","))
    throw new EspalierError("the columns seem to be set apart by commas", {
      where,
      hint: "call the file .csv, or save it with tabs",
    });
  const seen = new Set<string>();
  const twice = header.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw new EspalierError(
      twice === "" ? "two columns have no name" : `two columns are called ${excerpt(twice)}`,
      { where, hint: twice === "" ? "name every column" : "rename one" },
    );
}

function jsonTable(text: string, file: string): Table {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new EspalierError(`this is not JSON (${error instanceof Error ? error.message : String(error)})`, {
      where: file,
      cause: error,
    });
  }
  if (!Array.isArray(list))
    throw new EspalierError("this is not a list of objects", { where: file, hint: `write [{ … }, { … }]` });
  const header = new Set<string>();
  const rows = list.map((row: unknown, i) => {
    const where = (): string => `${file}, row ${i}`;
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new EspalierError("this is not an object", { where: where() });
    const cells = new Map(Object.entries(row));
    for (const key of cells.keys()) header.add(key);
    return { where, cell: (column: string) => cellText(cells.get(column), column, where) };
  });
  return { header: [...header], rows };
}

function cellText(value: unknown, column: string, where: () => string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || typeof value === "number") return String(value);
  // An object as text may be as long as the file.
  const shown = typeof value === "object" ? "a list or an object" : JSON.stringify(value);
  throw new EspalierError(`${shown} in column "${column}" is neither a number nor text`, { where: where() });
}
