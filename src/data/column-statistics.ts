/* What one is warned of about the values of an input: statistics for each position of the last axis. */
import { sizeOf } from "../shape";
import type { InputColumn } from "./dataset";

/** Of one position of the last axis (a column, a channel), over all rows that were asked for and the other axes. */
export interface ColumnStatistics {
  readonly mean: number;
  /** Standard deviation of the population: the square root of the mean squared distance from the mean. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** How far standard deviations may be apart, and a mean from 0 in them, before columns are very different. */
const FAR = 10;

/** Whether a column is the same for every row. */
export const isConstant = ({ least, most }: ColumnStatistics): boolean => least === most;

/**
 * Statistics of an input, in double precision and in two passes. Empty where there are no rows; zeros for a position that none
 * of these sequences reaches.
 *
 * @param rows numbers of the rows that count; one that comes twice counts twice
 */
export function columnStatistics(
  { shape, data, lengths }: InputColumn,
  rows: Int32Array,
): ColumnStatistics[] {
  const width = sizeOf(shape);
  const columns = shape.at(-1) ?? 1;
  if (rows.length * width === 0) return [];
  // Padding is none of a sequence's values.
  const ownOf = (row: number): number => (lengths ? (lengths[row]! * width) / shape[0]! : width);
  const count = new Float64Array(columns);
  const mean = new Float64Array(columns);
  const least = new Float64Array(columns).fill(Infinity);
  const most = new Float64Array(columns).fill(-Infinity);
  const squares = new Float64Array(columns);
  // Loops by hand: these may be millions of pixels.
  for (const row of rows) {
    const own = ownOf(row);
    for (let i = 0, column = 0; i < own; i++, column = column + 1 === columns ? 0 : column + 1) {
      const value = data[row * width + i]!;
      count[column]! += 1;
      mean[column]! += value;
      if (value < least[column]!) least[column] = value;
      if (value > most[column]!) most[column] = value;
    }
  }
  for (let column = 0; column < columns; column++) mean[column]! /= count[column]!;
  for (const row of rows) {
    const own = ownOf(row);
    for (let i = 0, column = 0; i < own; i++, column = column + 1 === columns ? 0 : column + 1) {
      const distance = data[row * width + i]! - mean[column]!;
      squares[column]! += distance * distance;
    }
  }
  return Array.from(mean, (value, column) =>
    count[column] === 0
      ? { mean: 0, deviation: 0, least: 0, most: 0 }
      : {
          mean: value,
          deviation: Math.sqrt(squares[column]! / count[column]!),
          least: least[column]!,
          most: most[column]!,
        },
  );
}

/** Two columns, or one, that make an input's columns very different: what to say of them. */
interface Difference {
  /** Positions of the columns that it is seen in, with their standard deviations, ascending. */
  readonly columns: readonly number[];
  readonly kind: "spread" | "offset";
}

/**
 * Whether columns are very different: the standard deviation of one more than `FAR` times that of another, or a mean more
 * than `FAR` of its standard deviations away from 0. Columns that never change count for neither.
 */
export function differenceOf(statistics: readonly ColumnStatistics[]): Difference | undefined {
  const moving = [...statistics.keys()].filter((column) => !isConstant(statistics[column]!));
  const [first] = moving;
  if (first === undefined) return undefined;
  let narrow = first;
  let wide = first;
  let far = first;
  const offset = (column: number): number =>
    Math.abs(statistics[column]!.mean) / statistics[column]!.deviation;
  for (const column of moving) {
    if (statistics[column]!.deviation < statistics[narrow]!.deviation) narrow = column;
    if (statistics[column]!.deviation > statistics[wide]!.deviation) wide = column;
    if (offset(column) > offset(far)) far = column;
  }
  if (statistics[wide]!.deviation > FAR * statistics[narrow]!.deviation) {
    return { kind: "spread", columns: [narrow, wide] };
  }
  return offset(far) > FAR ? { kind: "offset", columns: [far] } : undefined;
}

/**
 * The difference in words: `standard deviations from 0.12 (column 7) to 315 (column 12)`.
 *
 * @param nameOf what a column is called
 */
export function describeDifference(
  { kind, columns }: Difference,
  statistics: readonly ColumnStatistics[],
  nameOf: (column: number) => string,
): string {
  const [one, other] = columns;
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  const { mean, deviation } = statistics[one!]!;
  return kind === "spread"
    ? `standard deviations from ${short(deviation)} (${nameOf(one!)}) to ${short(statistics[other!]!.deviation)} (${nameOf(other!)})`
    : `${nameOf(one!)} has the mean ${short(mean)} and the standard deviation ${short(deviation)}`;
}
