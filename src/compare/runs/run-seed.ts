import { randomStream } from "../../backend/random";

/**
 * The seed of one run: its initial weights, its shuffling, its dropout and its validation split come from it.
 *
 * Every fold has its own. Folds that began with the same weights would repeat one draw instead of drawing again: the
 * luck of those weights would be in all their differences alike, and a test over the folds would take it for a
 * difference between the approaches.
 *
 * Fold 1 (so every hold-out) has the seed itself: such a run is what `build(graph, { seed })` and `train` give. The
 * others have a number that follows from both; it stands in the run's record (`trainingSeed`), and a derived graph that
 * is built and trained with it on the fold's samples gives that run's numbers.
 *
 * @param fold counted from 1
 */
export function runSeed(seed: number, fold: number): number {
  return fold === 1 ? seed : randomStream(seed, "fold", fold).below(2 ** 31);
}
