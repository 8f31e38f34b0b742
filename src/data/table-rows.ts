/* A table's text, CSV or JSON, as rows of cells. What the cells mean, the format of tables says. */
import path from "node:path";
import { EspalierError } from "../errors";
import { parseCsv } from "./csv";
import { excerpt } from "./number";

/** A table as text, each row with the place that messages name. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly {
    readonly where: () => string;
    /** As text; of JSON only what is text or a number. */
    readonly cell: (column: string) => string | undefined;
    /** As it is: of CSV text, of JSON anything. */
    readonly value: (column: string) => unknown;
  }[];
}

/**
 * The rows of a table: JSON where the file is called so, else CSV (`.tsv`: with tabs).
 *
 * @throws EspalierError naming the file and the line that is wrong
 */
export function parseTable(text: string, file: string): Table {
  return /\.json$/i.test(file) ? jsonTable(text, file) : csvTable(text, file);
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
    const cell = (column: string): string | undefined => cells[places.get(column) ?? -1];
    return { where, cell, value: cell };
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
    const value = (column: string): unknown => cells.get(column);
    return { where, cell: (column: string) => cellText(value(column), column, where), value };
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
