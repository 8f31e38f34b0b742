import { EspalierError } from "../errors";
import { checkLimit } from "../limits";
import { decimal, excerpt } from "./number";

/** So many different labels may be classes whatever the number of rows. */
const FEW = 20;
/** With more of them: so many rows each are the least for numbers to be classes, and for texts. */
const ROWS_EACH = { numbers: 10, texts: 2 };

/**
 * The classes of a column of labels that nobody named: those that occur, sorted; whole numbers by value.
 *
 * @throws EspalierError where the column looks like values to predict, or like a name for each row
 */
export function classesIn(labels: readonly string[], column: string, file: string): string[] {
  const names = [...new Set(labels)].sort();
  const numeric = names.every((name) => decimal(name) !== undefined);
  const fraction = numeric ? names.find((name) => !Number.isInteger(Number(name))) : undefined;
  const each = numeric ? ROWS_EACH.numbers : ROWS_EACH.texts;
  if (fraction !== undefined || (names.length > FEW && names.length * each > labels.length)) {
    const what = numeric ? "numbers" : "texts";
    const such = fraction === undefined ? "" : `, such as ${excerpt(fraction)}`;
    const like = numeric ? "values to predict" : "a name for each row";
    throw new EspalierError(
      `the label column "${column}" has ${names.length} different ${what} in ${labels.length} rows${such}: it looks like ${like}, not like classes`,
      {
        where: file,
        hint: numeric
          ? "to predict values, give the column to fromArrays as a Float32Array; if these are classes, name them all as the classes"
          : "take the column that holds the classes; if these are classes, name them all as the classes",
      },
    );
  }
  checkLimit(
    "classes",
    names.length,
    `the label column "${column}" has ${names.length} different labels`,
    file,
  );
  return numeric ? names.sort((a, b) => Number(a) - Number(b)) : names;
}
