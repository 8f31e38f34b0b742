/* How who decides on a route does so, on the host. */
import type { DeciderKey, Deciders, RoutingNode } from "../../graph/ir";
import type { Batch } from "../batch";
import type { Scores } from "../plan/scores";
import type { Mode } from "../request";

/** What is known of a batch and of the rows of a route. */
export interface RowFacts {
  readonly batch: Batch;
  readonly mode: Mode;
  readonly route: RoutingNode;
  /** Row -> position in the batch. */
  readonly positions: Int32Array;
}

export interface Deciding<K extends DeciderKey> {
  /** Row -> number of its branch, where that is known before anything runs; -1 where it is not. */
  known?(by: Deciders[K], facts: RowFacts): Int32Array;
  /** What it says of the branches, where nothing has to be read for it. */
  given?(by: Deciders[K], rows: number): Scores;
  /** The same from what was read: `rows * width` numbers of its source. */
  scores?(by: Deciders[K], read: ArrayLike<number>, width: number): Scores;
}

/** Logits of a row for each choice: one logit stands for the second of two. */
export function logitScores(logits: ArrayLike<number>, width: number): Scores {
  if (width > 1) return { values: logits, width };
  const values = new Float64Array(logits.length * 2);
  for (let row = 0; row < logits.length; row++) {
    values[2 * row + 1] = logits[row]!;
    // Of a logit that is not a number both say nothing.
    if (Number.isNaN(logits[row]!)) values[2 * row] = NaN;
  }
  return { values, width: 2 };
}
