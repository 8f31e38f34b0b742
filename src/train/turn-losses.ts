/* What the turns of an alternation lose: each on its own samples, also where several have one head. */
import type { HeadNode, Phase } from "../graph/ir";
import type { EpochRecord } from "./history";
import type { HeadOutcome } from "./run";

/** By head, the sum of a turn's losses, each times its rows, and the rows. */
export type TurnSums = Record<string, { loss: number; rows: number }>;

/** Adds what the heads did in one step to the sums of the active turn; `sums` has a place for each turn that had a step. */
export function addToTurn(sums: TurnSums[], turn: number, outcomes: readonly HeadOutcome[]): void {
  while (sums.length <= turn) sums.push({});
  const own = sums[turn]!;
  for (const { head, loss, rows } of outcomes) {
    const sum = (own[head.name] ??= { loss: 0, rows: 0 });
    sum.loss += loss * rows;
    sum.rows += rows;
  }
}

/** The loss of each turn that had a step, by its name: of its heads, each times its weight; nothing where nothing alternates. */
export function turnRecord(
  { alternation }: Phase,
  sums: readonly TurnSums[],
  headAt: (path: string) => HeadNode,
): Pick<EpochRecord, "turns"> {
  if (!alternation) return {};
  const losses = alternation.turns.flatMap(({ name, heads }, turn) => {
    const own = heads.map(headAt).flatMap((head) => {
      const sum = sums[turn]?.[head.name];
      return sum && sum.rows > 0 ? [head.weight * (sum.loss / sum.rows)] : [];
    });
    return own.length > 0 ? [[name, own.reduce((a, b) => a + b)] as const] : [];
  });
  return { turns: Object.fromEntries(losses) };
}

/**
 * What the turns of a phase last lost, each in the last epoch in which it had a step. Taken from the history, which every
 * checkpoint has. (Epochs from before turns had losses of their own say only what their heads lost.)
 *
 * @param headAt the head at a path
 */
export function lossesByTurn(
  phase: Phase,
  history: readonly EpochRecord[],
  headAt: (path: string) => HeadNode,
): (number | undefined)[] {
  const epochs = history.filter((record) => record.phase === phase.name);
  return (phase.alternation?.turns ?? []).map(({ name, heads }) => {
    for (const { figures, turns } of epochs.toReversed()) {
      if (turns) {
        if (Object.hasOwn(turns, name)) return turns[name];
        continue;
      }
      const losses = heads.map(headAt).flatMap((head) => {
        const loss = figures[`${head.name}/loss`];
        return loss === undefined ? [] : [head.weight * loss];
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
