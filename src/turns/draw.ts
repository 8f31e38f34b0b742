import type { RandomStream } from "../backend/random";
import type { TurnFacts } from "./schedule";

/** As many turns as there are batches, each drawn by the turns' weights: what is none of 0 can be drawn. */
export function drawTurns(
  { batches }: TurnFacts,
  weights: readonly number[],
  random: RandomStream,
): number[] {
  const steps = batches.reduce((a, b) => a + b, 0);
  const total = weights.reduce((a, b) => a + b, 0);
  return Array.from({ length: steps }, () => {
    let left = random.next() * total;
    for (const [turn, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return turn;
    }
    return weights.findLastIndex((weight) => weight > 0); // Rounding at the very end of the interval.
  });
}

/** Weights in sum 1; all 0 where they are. */
export function sharesOf(weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}
