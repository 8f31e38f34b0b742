import path from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { EspalierError } from "../errors";
import { readText } from "../files";
import { suggestion } from "../graph/wording";
import { classNumber, type Labelled } from "./labelled";

export interface TableOptions {
  /** The columns that are the input, in order. */
  readonly columns: readonly string[];
  /** The column that is the label: a class's name or number. */
  readonly label: string;
}

/** A table as text, each row with the place that messages name. */
interface Table {
  readonly header: readonly string[];
  readonly rows: readonly { readonly where: string; readonly cell: (column: string) => string | undefined }[];
}

/**
 * A table with a label: CSV with a header line (`.tsv`: with tabs), or a JSON list of objects (`.json`).
 * The input has the shape `[columns]`.
 *
 * @param classes The classes in the order of their numbers; without them, the labels that occur, sorted.
 * @throws EspalierError naming the file, the line and the column that is wrong.
 */
export async function loadTable(
  file: string,
  { columns, label }: TableOptions,
  classes?: readonly string[],
): Promise<Labelled> {
  const text = await readText(file);
  const table = /\.json$/i.test(file) ? jsonTable(text, file) : csvTable(text, file);
  for (const column of [...columns, label])
    if (!table.header.includes(column))
      throw new EspalierError(`there is no column "${column}"`, {
        where: file,
        hint: suggestion(column, table.header, "write one of the table's columns"),
      });
  if (table.rows.length === 0) throw new EspalierError("the table has no rows", { where: file });
  const texts = table.rows.map(({ where, cell }) => labelText(cell(label), label, where));
  const names = classes ?? namesOf(texts);
  const data = new Float32Array(table.rows.length * columns.length);
  table.rows.forEach(({ where, cell }, row) =>
    columns.forEach((column, i) => {
      data[row * columns.length + i] = numberIn(cell(column), column, where);
    }),
  );
  const labels = Int32Array.from(texts, (name, row) => classNumber(name, names, table.rows[row]!.where));
  return { shape: [columns.length], data, labels, classes: names };
}

/** The labels that occur, sorted; numbers by value. */
function namesOf(labels: readonly string[]): string[] {
  const names = [...new Set(labels)].sort();
  return names.every((name) => /^-?\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

function labelText(cell: string | undefined, column: string, where: string): string {
  const text = cell?.trim() ?? "";
  if (text === "") throw new EspalierError(`the label in column "${column}" is empty`, { where });
  return text;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberIn(cell: string | undefined, column: string, where: string): number {
  const text = cell?.trim() ?? "";
  const value = Math.fround(Number(text));
  if (DECIMAL.test(text) && Number.isFinite(value)) return value;
  throw new EspalierError(
    text === "" ? `column "${column}" is empty` : `"${text}" in column "${column}" is not a number`,
    { where, hint: "fill it in, or leave the row out" },
  );
}

function csvTable(text: string, file: string): Table {
  interface Line {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
  }
  let lines: Line[];
  try {
    // With `info` the parser gives objects, which its types do not say.
    const parsed: unknown = parse(text, {
      delimiter: path.extname(file).toLowerCase() === ".tsv" ? "\t" : ",",
      info: true,
      skip_empty_lines: true,
    });
    lines = parsed as Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new EspalierError(`the table cannot be read (${error.message})`, { where: file, cause: error });
  }
  const [first, ...rest] = lines;
  if (!first)
    throw new EspalierError("the table is empty", { where: file, hint: "start it with a header line" });
  const header = first.record.map((name) => name.trim());
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined)
    throw new EspalierError(`two columns are called "${twice}"`, { where: file, hint: "rename one" });
  const rows = rest.map(({ record, info }) => ({
    where: `${file}, line ${info.lines}`,
    cell: (column: string) => record[header.indexOf(column)],
  }));
  return { header, rows };
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
    const where = `${file}, row ${i}`;
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new EspalierError("this is not an object", { where });
    const cells = new Map(Object.entries(row));
    for (const key of cells.keys()) header.add(key);
    return { where, cell: (column: string) => cellText(cells.get(column), column, where) };
  });
  return { header: [...header], rows };
}

function cellText(value: unknown, column: string, where: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new EspalierError(`${JSON.stringify(value)} in column "${column}" is neither a number nor text`, {
    where,
  });
}
