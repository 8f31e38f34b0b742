/* Labels of which a sample may have several, as people write them: 1, 0 or -1 (not known) for each. */
import { EspalierError } from "../errors";
import { list, quote, suggestion } from "../text/wording";
import { excerptOf } from "./record-values";

/**
 * The labels of one sample: the names of those that it has, or for each label in order whether it has it: 1 or `true`, 0 or
 * `false`, and `null` or -1 where that is not known. `null` in place of the list: nothing is known.
 */
export type LabelRow = readonly string[] | readonly (number | boolean | null)[];

/** The labels of a target by name. */
export interface LabelNumbers {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

export function numberLabels(names: readonly string[]): LabelNumbers {
  return { names, numbers: new Map(names.map((name, number) => [name, number])) };
}

/** Whether a sample's labels are written by name; a list without entries is: it names none. */
export function isNamed(row: unknown): row is readonly string[] {
  return Array.isArray(row) && row.every((entry) => typeof entry === "string");
}

/** The names that lists of names hold, sorted. */
export const namesThatOccur = (rows: readonly unknown[]): string[] =>
  [...new Set(rows.flatMap((row) => (isNamed(row) ? row : [])))].filter((name) => name !== "").sort();

export interface RowReading {
  /** Of one sample, for messages. */
  readonly where?: (sample: number) => string;
  /** What stands for a label that is not known: -1, or NaN where these may be values. */
  readonly unknown?: number;
}

/**
 * Labels by number, a row for each sample: `samples * labels`.
 *
 * @param what what holds them, for messages: `its "objects"`
 * @throws EspalierError with the sample and the value, where it is no list, names a label that there is not or one twice, or is not
 * as long as there are labels
 */
export function readLabelRows(
  rows: readonly unknown[],
  labels: LabelNumbers,
  what: string,
  { where = (sample) => `sample ${sample}`, unknown = -1 }: RowReading = {},
): Float32Array {
  const width = labels.names.length;
  const all = new Float32Array(rows.length * width).fill(unknown);
  rows.forEach((row, sample) => {
    if (row === null || row === undefined) return;
    all.set(
      readRow(row, labels, what, () => where(sample), unknown),
      sample * width,
    );
  });
  return all;
}

function readRow(
  given: unknown,
  labels: LabelNumbers,
  what: string,
  where: () => string,
  unknown: number,
): ArrayLike<number> {
  const row: unknown = ArrayBuffer.isView(given) ? Array.from(given as unknown as ArrayLike<unknown>) : given;
  if (!Array.isArray(row)) {
    throw new EspalierError(`${what} is ${excerptOf(given)}, and no list of labels`, {
      where: where(),
      hint: `name the labels that it has, [${labels.names.slice(0, 2).map(quote).join(", ")}], and [] where it has none`,
    });
  }
  const entries: readonly unknown[] = row;
  return isNamed(entries)
    ? byName(entries, labels, what, where)
    : byNumber(entries, labels, what, where, unknown);
}

function byName(
  row: readonly string[],
  { names, numbers }: LabelNumbers,
  what: string,
  where: () => string,
): Float32Array {
  const values = new Float32Array(names.length);
  for (const name of row) {
    const number = numbers.get(name);
    if (number === undefined) {
      throw new EspalierError(`${what} names ${excerptOf(name)}, which is no label`, {
        where: where(),
        // What is like a text of any length takes as long to find.
        hint: suggestion(name.slice(0, 100), names, "write one of its labels"),
      });
    }
    if (values[number] === 1) {
      throw new EspalierError(`${what} names ${excerptOf(name)} twice`, {
        where: where(),
        hint: "name each label once",
      });
    }
    values[number] = 1;
  }
  return values;
}

function byNumber(
  row: readonly unknown[],
  { names }: LabelNumbers,
  what: string,
  where: () => string,
  unknown: number,
): readonly number[] {
  if (row.length !== names.length) {
    const some = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    throw new EspalierError(`${what} has ${row.length} numbers for ${names.length} labels`, {
      where: where(),
      hint: `give 1, 0 or null for each of ${list(some)}, or the names of those that it has`,
    });
  }
  return row.map((entry, label) => {
    if (entry === null || Number.isNaN(entry)) return unknown;
    if (entry === -1) return -1;
    if (entry === 0 || entry === 1 || typeof entry === "boolean") return Number(entry);
    throw new EspalierError(`${what} has ${excerptOf(entry)} for the label ${quote(names[label]!)}`, {
      where: where(),
      hint: "write 1 where it has the label, 0 where it has not, and null where that is not known; numbers to predict go to fromArrays as a Float32Array",
    });
  });
}

/** The same labels in another order: `map` says for each number of the old order the one in the new. */
export function reorderLabels(values: Float32Array, map: ArrayLike<number>): Float32Array {
  const width = map.length;
  const moved = new Float32Array(values.length);
  values.forEach((value, i) => (moved[i - (i % width) + map[i % width]!] = value));
  return moved;
}
