/* The labels of a table's rows, where a sample may have several. */
import { EspalierError } from "../errors";
import { checkLimit } from "../limits";
import { list, suggestion } from "../text/wording";
import { namesThatOccur, numberLabels, readLabelRows } from "./label-rows";
import { decimal } from "./number";
import { excerptOf, nameOf } from "./record-values";
import type { Table } from "./table-rows";

export interface ColumnLabels {
  /** Class numbers; or `rows * names` of 1, 0 and -1 (not known). */
  readonly labels: Int32Array | Float32Array;
  readonly names: readonly string[];
}

/**
 * A column for each label; `undefined` where they are no list of columns.
 *
 * @param names the labels in the order of their numbers; without them, the columns
 * @throws EspalierError naming the row whose cell is none of 1, 0, `true`, `false` and nothing, or the name that is no column
 */
export function labelsInColumns(
  { rows }: Table,
  columns: string | readonly string[],
  file: string,
  names?: readonly string[],
): ColumnLabels | undefined {
  if (typeof columns === "string") return undefined;
  const order = names ?? columns;
  const missing = order.find((name) => !columns.includes(name));
  const isTwice = new Set(columns).size < columns.length;
  if (missing !== undefined || order.length !== columns.length || isTwice) {
    throw new EspalierError(`the labels are ${list(order)}, and their columns ${list(columns)}`, {
      where: file,
      hint:
        missing === undefined
          ? "name each column once"
          : suggestion(missing, columns, "name the columns as the labels"),
    });
  }
  const labels = new Float32Array(rows.length * order.length);
  rows.forEach(({ value, where }, row) => {
    order.forEach((column, i) => {
      labels[row * order.length + i] = labelIn(value(column), column, where);
    });
  });
  return { labels, names: order };
}

const MEANINGS = new Map([
  ["", -1],
  ["-1", -1],
  ["0", 0],
  ["false", 0],
  ["1", 1],
  ["true", 1],
]);

function labelIn(value: unknown, column: string, where: () => string): number {
  const text = value === null || value === undefined ? "" : nameOf(value)?.trim().toLowerCase();
  // A column with empty cells is often written as 1.0 and 0.0.
  const number = text === undefined ? undefined : decimal(text);
  const meaning = text === undefined ? undefined : MEANINGS.get(number === undefined ? text : String(number));
  if (meaning !== undefined) return meaning;
  throw new EspalierError(`${excerptOf(value)} in column "${column}" is neither 1 nor 0`, {
    where: where(),
    hint: "write 1 where the sample has the label, 0 where it has not, and nothing where that is not known",
  });
}

/**
 * A column with the names of each row's labels, as text with a separator or as lists; `undefined` where it holds one text a row.
 * Of a row without a value (`null` in JSON) nothing is known.
 *
 * @param names the labels in the order of their numbers; without them, those that occur, sorted
 * @throws EspalierError naming the row and the label that is none
 */
export function labelsInLists(
  { rows }: Table,
  column: string,
  separator: string | undefined,
  file: string,
  names?: readonly string[],
): ColumnLabels | undefined {
  if (separator === undefined && !rows.some(({ value }) => Array.isArray(value(column)))) return undefined;
  const lists = rows.map(({ value }) => asList(value(column), separator));
  const found = names ?? namesThatOccur(lists);
  checkLimit(
    "classes",
    found.length,
    `the label column "${column}" has ${found.length} different labels`,
    file,
  );
  if (found.length === 0)
    throw new EspalierError(`no row names a label in column "${column}"`, {
      where: file,
      hint: "name the labels that there are as the classes",
    });
  const bytes = 4 * rows.length * found.length;
  checkLimit("memoryBytes", bytes, `${rows.length} rows of ${found.length} labels take ${bytes} bytes`, file);
  const where = (row: number): string => rows[row]!.where();
  return { labels: readLabelRows(lists, numberLabels(found), `column "${column}"`, { where }), names: found };
}

/** A cell as a list of names: what is a list stays one. */
function asList(value: unknown, separator: string | undefined): unknown {
  if (typeof value !== "string" || separator === undefined) return value;
  const parts = value.split(separator).map((name) => name.trim());
  return parts.length === 1 && parts[0] === "" ? [] : parts;
}
