import { types } from "node:util";
import type { Kind } from "../kind";
import { shownRows } from "../limits";
import { isPlainObject } from "../plain-object";
import { htmlTable } from "../table";

/** Arrays of flat objects: rows. */
export const records: Kind = {
  name: "table",
  show(value) {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const rows: unknown[] = value.slice(0, shownRows(value.length));
    if (!rows.every(isFlat)) return undefined;
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    if (columns.length === 0) return undefined;
    const cells = rows.map((row) => columns.map((name) => (row as Readonly<Record<string, unknown>>)[name]));
    return { data: { "text/html": htmlTable({ columns, rows: cells, count: value.length }) } };
  },
};

/** A plain object without getters, nothing in it deeper than a cell. */
function isFlat(row: unknown): row is object {
  if (types.isProxy(row) || !isPlainObject(row)) return false;
  const properties = Object.values(Object.getOwnPropertyDescriptors(row));
  return properties.every((property) => "value" in property && isCell(property.value));
}

function isCell(value: unknown): boolean {
  return value === null || value instanceof Date || !["object", "function", "symbol"].includes(typeof value);
}
