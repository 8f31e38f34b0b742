import type { CapacitySpec } from "../../spec/language";
import { likeliest, type Scores } from "./scores";

export interface Capacity {
  /** Rows that find room in one branch. */
  readonly room: number;
  readonly overflow: CapacitySpec["overflow"];
}

/**
 * Rows that find room in one branch: `ceil(factor · k · rows / branches)` for k branches a row (GShard, Lepikhin et al.
 * 2021; Switch Transformer, Fedus et al. 2022).
 */
export const roomOf = (factor: number, perRow: number, rows: number, branches: number): number =>
  // A product such as 1.1 · 30 / 3 is a little above a whole number only because it is not exact.
  Math.ceil(((factor * perRow * rows) / branches) * (1 - Number.EPSILON * 4));

/**
 * The choices that find room: all first choices in the order of the rows, then all second ones, and so on. What finds none
 * is dropped, or goes to the row's next likely branch that has room and is not its choice anyway.
 */
export function admit(
  choices: readonly (readonly number[])[],
  scores: Scores | undefined,
  branches: number,
  { room, overflow }: Capacity,
): number[][] {
  const left = new Int32Array(branches).fill(room);
  const admitted = choices.map((): number[] => []);
  const slots = choices.reduce((most, row) => Math.max(most, row.length), 0);
  for (let slot = 0; slot < slots; slot++) {
    choices.forEach((row, number) => {
      const choice = row[slot];
      if (choice === undefined) return;
      const branch = left[choice]! > 0 ? choice : overflow === "next" ? nextWithRoom(number, row) : -1;
      if (branch < 0) return;
      left[branch]! -= 1;
      admitted[number]!.push(branch);
    });
  }
  return admitted;

  function nextWithRoom(number: number, row: readonly number[]): number {
    if (!scores) return -1;
    const ranked = likeliest(scores, number, scores.width);
    return (
      ranked.find(
        (branch) => left[branch]! > 0 && !row.includes(branch) && !admitted[number]!.includes(branch),
      ) ?? -1
    );
  }
}
