import type { Schedule } from "./schedule";

/**
 * Each step draws its turn with P(k) = n_k^alpha / sum_j n_j^alpha, as many steps as all turns have batches.
 * alpha = 1 is proportional to the samples, 0 gives every turn the same chance. A turn without samples is never drawn.
 */
export const proportional: Schedule = {
  drawn: true,
  order({ batches, samples }, { alpha, random }) {
    const steps = batches.reduce((a, b) => a + b, 0);
    const weights = samples.map((count) => (count > 0 ? count ** alpha : 0));
    const total = weights.reduce((a, b) => a + b, 0);
    return Array.from({ length: steps }, () => {
      let left = random.next() * total;
      for (const [turn, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return turn;
      }
      return weights.findLastIndex((weight) => weight > 0); // Rounding at the very end of the interval.
    });
  },
};
