import { countRight } from "./head-loss";
import type { HeadOutcome } from "./run";

interface Sums {
  /** Sum over steps of loss * rows. */
  loss: number;
  /** Rows that the losses are means over: labelled ones under `validMean`, all under `batchMean`. */
  rows: number;
  /** Labelled rows. */
  valid: number;
  right: number;
  /** Labelled rows of heads that tell classes apart. */
  judged: number;
  readonly weight: number;
}

/** The sums behind an epoch's figures: plain JSON, so that a checkpoint in the middle of an epoch can keep them. */
export type FigureSums = Record<string, Sums>;

/** Adds what the heads did in one step. Inactive parts of an alternating step do not count. */
export function addOutcomes(sums: FigureSums, outcomes: readonly HeadOutcome[]): void {
  for (const { head, loss, rows, valid, values, labels } of outcomes) {
    const sum = (sums[head.name] ??= {
      loss: 0,
      rows: 0,
      valid: 0,
      right: 0,
      judged: 0,
      weight: head.weight,
    });
    sum.loss += loss * rows;
    sum.rows += rows;
    sum.valid += valid;
    const right = values && labels && countRight(head, values, labels);
    if (right !== undefined) {
      sum.right += right;
      sum.judged += valid;
    }
  }
}

/**
 * `loss` (the heads' losses, each times its weight, in one sum), `accuracy` (over all judged labels) and the same for
 * each head alone.
 *
 * A head's loss is the mean of what its steps minimised, each step with as many rows as its loss is a mean over. So it
 * does not depend on how samples fall into batches: sum(m · l) / sum m under `validMean`, sum(m · l) / samples under
 * `batchMean`. Accuracies are over labelled rows. A figure for which no label was counted is absent, not 0 and not NaN.
 */
export function figuresOf(sums: FigureSums, prefix = ""): Record<string, number> {
  const figures: Record<string, number> = {};
  const all = Object.entries(sums).filter(([, sum]) => sum.valid > 0);
  if (all.length === 0) return figures;
  figures[`${prefix}loss`] = all.reduce((total, [, sum]) => total + sum.weight * (sum.loss / sum.rows), 0);
  const judged = all.reduce((total, [, sum]) => total + sum.judged, 0);
  if (judged > 0)
    figures[`${prefix}accuracy`] = all.reduce((total, [, sum]) => total + sum.right, 0) / judged;
  for (const [name, sum] of all) {
    figures[`${prefix}${name}/loss`] = sum.loss / sum.rows;
    if (sum.judged > 0) figures[`${prefix}${name}/accuracy`] = sum.right / sum.judged;
  }
  return figures;
}
