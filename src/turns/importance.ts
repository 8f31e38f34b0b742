import { sharesOf } from "./draw";
import type { TurnFacts } from "./schedule";

/**
 * The factor of the loss of each batch that makes the expected gradient of a step that of all samples together, however
 * often their turns come: importance sampling. A batch of r rows, one of the b_k batches of turn k, counts
 * r · b_k / (N · Q_k): its samples' share r / N of all samples, over the chance Q_k / b_k that it stands in a step. (With
 * batches of one size that is (n_k / N) / Q_k.) Q_k is the turn's share of a step: its chance P_k to be active, and what
 * the small share s of the inactive turns gives it.
 *
 * Exact where the turns share no sample, and a loss is a mean over its batch.
 *
 * @param chances of the turns to be active; without it, each batch has one step in an epoch
 * @param inactiveShare s
 */
export function importanceWeights(
  { batches, samples }: TurnFacts,
  chances: readonly number[] = sharesOf(batches),
  inactiveShare = 0,
): (turn: number, rows: number) => number {
  const all = samples.reduce((a, b) => a + b, 0);
  const others = samples.filter((count) => count > 0).length - 1;
  const shares = chances.map((chance) =>
    others > 0 ? (1 - inactiveShare) * chance + (inactiveShare * (1 - chance)) / others : chance,
  );
  return (turn, rows) => (rows * batches[turn]!) / (all * shares[turn]!);
}
