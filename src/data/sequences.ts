/* Sequences of different lengths as rows of one length: each filled up at its end. */

import { EspalierError } from "../errors";
import { quote } from "../text/wording";

/** Some sequences, each as values of its steps. */
export interface Sequences {
  readonly values: ArrayLike<number>;
  /** How many values one step has. */
  readonly width: number;
  /** How many steps each has. */
  readonly lengths: ArrayLike<number>;
  /** From how many steps to how many steps later each begins; absent: one after another. */
  readonly stride?: number;
}

/**
 * Writes sequences into rows of `steps` steps. What a longer one has past them is left out; shorter ones are filled up with `value`.
 *
 * @param rows as many as there are sequences, `steps * width` values each
 * @returns how many steps of each row are the sequence's own
 */
export function writePadded(
  rows: Float32Array | Int32Array,
  { values, width, lengths, stride }: Sequences,
  steps: number,
  value: number,
): Int32Array {
  let start = 0;
  return Int32Array.from(lengths, (length, row) => {
    const kept = Math.min(length, steps);
    const at = row * steps * width;
    for (let i = 0; i < kept * width; i++) rows[at + i] = values[start + i]!;
    rows.fill(value, at + kept * width, at + steps * width);
    start += (stride ?? length) * width;
    return kept;
  });
}

/** A sequence that has more steps than a network takes. */
export function tooLong(name: string, sample: number, length: number, steps: number): EspalierError {
  return new EspalierError(
    `the input ${quote(name)} has ${length} steps, and ${steps} at most are expected`,
    {
      where: `sample ${sample}`,
      hint: `make the first axis of its shape longer, or write "pad": { "truncate": true } to leave out the last steps`,
    },
  );
}
