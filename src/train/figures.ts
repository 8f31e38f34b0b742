import type { HeadOutcome } from "./step";

interface Sums {
  /** Sum over steps of loss * labelled rows. */
  loss: number;
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
  for (const { head, loss, valid, right } of outcomes) {
    const sum = (sums[head.name] ??= { loss: 0, valid: 0, right: 0, judged: 0, weight: head.weight });
    sum.loss += loss * valid;
    sum.valid += valid;
    if (right !== undefined) {
      sum.right += right;
      sum.judged += valid;
    }
  }
}

/**
 * `loss` (weighted sum over the heads), `accuracy` (over all judged labels) and the same for each head, over the
 * labelled rows only. A figure that nothing was counted for is absent, not 0 and not NaN.
 */
export function figuresOf(sums: FigureSums, prefix = ""): Record<string, number> {
  const figures: Record<string, number> = {};
  const all = Object.entries(sums).filter(([, sum]) => sum.valid > 0);
  if (all.length === 0) return figures;
  figures[`${prefix}loss`] = all.reduce((total, [, sum]) => total + sum.weight * (sum.loss / sum.valid), 0);
  const judged = all.reduce((total, [, sum]) => total + sum.judged, 0);
  if (judged > 0)
    figures[`${prefix}accuracy`] = all.reduce((total, [, sum]) => total + sum.right, 0) / judged;
  for (const [name, sum] of all) {
    figures[`${prefix}${name}/loss`] = sum.loss / sum.valid;
    if (sum.judged > 0) figures[`${prefix}${name}/accuracy`] = sum.right / sum.judged;
  }
  return figures;
}
