import { EspalierError } from "../../errors";
import { suggestion } from "../../text/wording";
import { checkLimit } from "../../limits";
import { checkOptionKinds, requireKind } from "../../options";
import { classesIn } from "../label-column";
import { classNumber, type Labelled } from "../labelled";
import type { DataFormat } from "./format";
import { decimal, excerpt } from "../number";
import { readDataText } from "../read-data";
import { labelsInColumns, labelsInLists, type ColumnLabels } from "../table-labels";
import { parseTable, type Table } from "../table-rows";

export interface TableOptions {
  /** The columns that are the input, in order. */
  readonly columns: readonly string[];
  /**
   * The column that is the label: a class's name or number. Of labels of which a sample may have several: a column with their names
   * (`separator`, or lists in JSON), or a column for each, in a list: 1 where the sample has it, 0 where it has not, empty where
   * that is not known.
   */
  readonly label: string | readonly string[];
  /** What stands between the names of a sample's labels, such as `;`. A sample with an empty cell has none of them. */
  readonly separator?: string;
  /** The column that holds the weight of each sample in the loss: a number of at least 0. Without it, 1. */
  readonly weight?: string;
}

/** A table: CSV with a header line, or a JSON list of objects. */
export const table: DataFormat<"table"> = {
  load: ({ path: file, columns, label, separator, weight }, { classes, path: pathOf }) =>
    loadTable(
      pathOf("path", file),
      {
        columns,
        label,
        ...(separator !== undefined && { separator }),
        ...(weight !== undefined && { weight }),
      },
      classes,
    ),
};

/**
 * A table with a label: CSV with a header line (`.tsv`: with tabs), or a JSON list of objects (`.json`).
 * The input has the shape `[columns]`.
 *
 * @param classes The classes or labels in the order of their numbers; without them, those that occur, sorted, or the columns that
 * are labels.
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
  checkOptionKinds("loadTable", options, {
    columns: "object",
    label: "any",
    separator: "string",
    weight: "string",
  });
  const { columns, label, separator, weight } = options;
  // In JavaScript nobody has checked it.
  const given: unknown = columns;
  if (!Array.isArray(given) || given.length === 0)
    throw new EspalierError("loadTable needs columns", { hint: "name those that are the input, in a list" });
  const labelColumns = columnsOfLabels(label, separator);
  const copied = labelColumns.find((column) => columns.includes(column));
  if (copied !== undefined)
    throw new EspalierError(`the label "${copied}" is among the columns that are the input`, {
      where: file,
      hint: "take it out there: a network would only copy it",
    });
  if (weight !== undefined && [...columns, ...labelColumns].includes(weight))
    throw new EspalierError(
      `the weight "${weight}" is ${labelColumns.includes(weight) ? "the label" : "a column of the input"} too`,
      {
        where: file,
        hint: "give the weights a column of their own",
      },
    );
  const text = await readDataText(file);
  const table = parseTable(text, file);
  const known = new Set(table.header);
  for (const column of [...columns, ...labelColumns, ...(weight === undefined ? [] : [weight])])
    if (!known.has(column))
      throw new EspalierError(`there is no column "${column}"`, {
        where: file,
        hint: suggestion(column, table.header, "write one of the table's columns"),
      });
  if (table.rows.length === 0) throw new EspalierError("the table has no rows", { where: file });
  const { labels, names } =
    labelsInColumns(table, label, file, classes) ??
    labelsInLists(table, labelColumns[0]!, separator, file, classes) ??
    classesInColumn(table, labelColumns[0]!, file, classes);
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
  const weights =
    weight === undefined
      ? undefined
      : Float32Array.from(table.rows, ({ where, cell }) => weightIn(cell(weight), weight, where));
  return { shape: [columns.length], data, columns, labels, classes: names, ...(weights && { weights }) };
}

/** The columns that hold labels. */
function columnsOfLabels(
  label: string | readonly string[],
  separator: string | undefined,
): readonly string[] {
  if (typeof label === "string") {
    if (separator === "")
      throw new EspalierError("the separator is empty", {
        hint: "say what stands between labels, such as ;",
      });
    return [label];
  }
  // In JavaScript nobody has checked it.
  const columns: unknown = label;
  if (
    !Array.isArray(columns) ||
    columns.length === 0 ||
    !columns.every((column) => typeof column === "string")
  )
    throw new EspalierError("loadTable needs a label", {
      hint: "give the column that is to be predicted, or a list of the columns that are labels",
    });
  if (separator !== undefined)
    throw new EspalierError("a separator stands beside several label columns, each of which is one label", {
      hint: "name one column, or leave the separator out",
    });
  return label;
}

/** One class for each row. */
function classesInColumn(
  { rows }: Table,
  label: string,
  file: string,
  classes: readonly string[] | undefined,
): ColumnLabels {
  const texts = rows.map(({ where, cell }) => labelText(cell(label), label, where));
  const names = classes ?? classesIn(texts, label, file);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const labels = Int32Array.from(
    texts,
    (name, row) => numbers.get(name) ?? classNumber(name, names, rows[row]!.where),
  );
  return { labels, names };
}

function labelText(cell: string | undefined, column: string, where: () => string): string {
  const text = cell?.trim() ?? "";
  if (text === "") throw new EspalierError(`the label in column "${column}" is empty`, { where: where() });
  return text;
}

function weightIn(cell: string | undefined, column: string, where: () => string): number {
  const value = numberIn(cell, column, where);
  if (value >= 0) return value;
  throw new EspalierError(`the weight in column "${column}" is ${value}`, {
    where: where(),
    hint: "weights are numbers of at least 0; 0 leaves the sample out of the loss",
  });
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
