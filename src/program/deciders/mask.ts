import type { Scores } from "../plan/scores";
import type { Deciding } from "./deciding";

/** By the numbers of an input: the largest first, 0 and less rules out. */
export const mask: Deciding<"mask"> = { scores: (_, read, width) => maskScores(read, width) };

/** A branch with the number 0 is out of the question. */
export function maskScores(numbers: ArrayLike<number>, width: number): Scores {
  return {
    values: Float64Array.from(numbers, (value) => (value <= 0 ? -Infinity : value)),
    width,
  };
}
