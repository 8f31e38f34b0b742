import type { HeadNode, Phase } from "../graph/ir";
import type { EpochRecord } from "./history";

/**
 * What the turns of a phase last lost: for each, the sum of its heads' losses, each times its weight, in the last
 * epoch in which one of them had any. Taken from the history, which every checkpoint has.
 *
 * @param headAt the head at a path
 */
export function lossesByTurn(
  phase: Phase,
  history: readonly EpochRecord[],
  headAt: (path: string) => HeadNode,
): (number | undefined)[] {
  const epochs = history.filter((record) => record.phase === phase.name);
  return (phase.alternation?.turns ?? []).map(({ heads }) => {
    for (const { figures } of epochs.toReversed()) {
      const losses = heads.map(headAt).flatMap(({ name, weight }) => {
        const loss = figures[`${name}/loss`];
        return loss === undefined ? [] : [weight * loss];
      });
      if (losses.length > 0) return losses.reduce((a, b) => a + b);
    }
    return undefined;
  });
}

/** For a head its losses in the epochs of a phase so far, those in which it had any. Taken from the history too. */
export function lossesByEpoch(
  phase: Phase,
  history: readonly EpochRecord[],
): (head: HeadNode) => readonly number[] {
  const epochs = history.filter((record) => record.phase === phase.name);
  return ({ name }) => epochs.flatMap(({ figures }) => figures[`${name}/loss`] ?? []);
}
