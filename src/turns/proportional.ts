import { drawTurns, sharesOf } from "./draw";
import type { Schedule, TurnFacts } from "./schedule";

/**
 * Each step draws its turn with P(k) = n_k^alpha / sum_j n_j^alpha, as many steps as all turns have batches.
 * alpha = 1 is proportional to the samples, 0 gives every turn the same chance. A turn without samples is never drawn.
 */
export const proportional: Schedule<"proportional"> = {
  drawn: true,
  order: (turns, { alpha, random }) => drawTurns(turns, weightsOf(turns, alpha), random),
  chances: (turns, { alpha }) => sharesOf(weightsOf(turns, alpha)),
};

const weightsOf = ({ samples }: TurnFacts, alpha: number): number[] =>
  samples.map((count) => (count > 0 ? count ** alpha : 0));
