import type { RandomStream } from "../backend/random";

/**
 * The order of the turns in one epoch: numbers of turns, one for each step.
 *
 * @param batches for each turn, how many batches its samples make
 * @param samples for each turn, how many samples it has
 */
export type Schedule = (
  batches: readonly number[],
  options: { readonly samples: readonly number[]; readonly alpha: number; readonly random: RandomStream },
) => number[];
