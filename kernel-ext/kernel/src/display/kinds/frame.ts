import type { Kind } from "../kind";
import { shownRows } from "../limits";
import { peek } from "../peek";
import { htmlTable, type Table } from "../table";

/** What tells tables from other things. */
const properties = [
  ...["schema", "height", "head", "toRecords"],
  ...["columnNames", "numRows", "objects"],
  ...["get", "columns", "values", "shape"],
] as const;

type Frame = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

/** Tables of the libraries for them; only the rows that are shown are asked for. */
export const frame: Kind = {
  name: "table",
  show(value) {
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return undefined;
    const seen: Frame = peek(value, ...properties);
    const table =
      fromPolars(value, seen) ?? fromArquero(value, seen) ?? fromArrow(value, seen) ?? fromDanfo(seen);
    if (!table || table.columns.length === 0) return undefined;
    const { columns, rows, count = rows.length } = table;
    const names = columns.slice(0, 10).join(", ") + (columns.length > 10 ? ", …" : "");
    return {
      data: { "text/html": htmlTable(table), "text/plain": `Table, ${count} × ${columns.length}: ${names}` },
    };
  },
};

/** `nodejs-polars`: `schema`, `height`, `head(n).toRecords()`. */
function fromPolars(value: object, seen: Frame): Table | undefined {
  const { schema, height } = seen;
  if (
    typeof height !== "number" ||
    typeof schema !== "object" ||
    schema === null ||
    !has(seen, "head", "toRecords")
  )
    return undefined;
  const columns = Object.keys(schema);
  const rows = cells(call(call(value, "head", shownRows(height)), "toRecords"), columns);
  return { columns, rows, count: height };
}

/** arquero: `columnNames()`, `numRows()`, `objects({ limit })`. */
function fromArquero(value: object, seen: Frame): Table | undefined {
  if (!has(seen, "columnNames", "numRows", "objects")) return undefined;
  const columns = strings(call(value, "columnNames"));
  const count = Number(call(value, "numRows"));
  return { columns, rows: cells(call(value, "objects", { limit: shownRows(count) }), columns), count };
}

/** `apache-arrow`: `schema.fields`, `numRows`, `get(i)`. */
function fromArrow(value: object, seen: Frame): Table | undefined {
  const { schema, numRows } = seen;
  const { fields } = Object(schema) as { fields?: unknown };
  if (!Array.isArray(fields) || typeof numRows !== "number" || !has(seen, "get")) return undefined;
  const columns = strings(fields.map((field: unknown) => (field as { name?: unknown }).name));
  const rows = Array.from({ length: shownRows(numRows) }, (_, i) => call(value, "get", i));
  return { columns, rows: cells(rows, columns), count: numRows };
}

/** `danfojs`: `columns`, `values` as rows, `shape`. */
function fromDanfo({ columns, values, shape }: Frame): Table | undefined {
  if (!Array.isArray(columns) || !Array.isArray(values) || !Array.isArray(shape) || shape.length !== 2)
    return undefined;
  const rows = values.slice(0, shownRows(values.length)).filter((row) => Array.isArray(row)) as unknown[][];
  return { columns: strings(columns), rows, count: values.length };
}

function has(seen: Frame, ...methods: readonly string[]): boolean {
  return methods.every((method) => typeof seen[method] === "function");
}

function call(on: unknown, method: string, ...given: readonly unknown[]): unknown {
  return (on as Record<string, (...given: readonly unknown[]) => unknown>)[method]!(...given);
}

function strings(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function cells(rows: unknown, columns: readonly string[]): unknown[][] {
  return Array.isArray(rows) ? rows.map((row) => columns.map((name) => (row as Row | null)?.[name])) : [];
}
