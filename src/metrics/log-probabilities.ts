import type { LabelledRows } from "./metric";

/** What a row says that says nothing usable: -log p is finite and larger than that of any probability above 0. */
export const WORST_LOG_LOSS = -Math.log(Number.MIN_VALUE);

/**
 * Visits the rows that have a label, each with log p of its classes by softmax (of a single logit, which is that of the second class,
 * by sigmoid); `undefined` where a logit is no finite number.
 */
export function visitLabelled(
  { values, width, labels, mask }: LabelledRows,
  visit: (logs: Float64Array | undefined, label: number) => void,
): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] !== 1) continue;
    const own = values.subarray(row * width, (row + 1) * width);
    const logits = width === 1 ? Float64Array.of(0, own[0]!) : Float64Array.from(own);
    visit(logits.every(Number.isFinite) ? logSoftmax(logits) : undefined, labels[row]!);
  }
}

function logSoftmax(logits: Float64Array): Float64Array {
  const largest = Math.max(...logits);
  const sum = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0);
  return logits.map((logit) => logit - largest - Math.log(sum));
}

/** A sum over labelled rows. */
export interface RowSum {
  [name: string]: number;
  sum: number;
  labelled: number;
}

/** The mean over the labelled rows of all heads; `undefined` where there is none. */
export function meanOfRows(states: readonly RowSum[]): number | undefined {
  const labelled = states.reduce((sum, state) => sum + state.labelled, 0);
  return labelled === 0 ? undefined : states.reduce((sum, state) => sum + state.sum, 0) / labelled;
}
