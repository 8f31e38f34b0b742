import { weighedSum } from "./sum";
import { numberOf, numberPath, type WeightingKind } from "./weighting";

/**
 * Dynamic weight average (Liu, Johns and Davison 2019, "End-to-end multi-task learning with attention", equation 7): with the
 * losses of the last two epochs of the phase, as the history has them,
 *
 *     w_k = K · exp(r_k / T) / Σ_j exp(r_j / T),   r_k = L_k(t - 1) / L_k(t - 2)
 *
 * and w_k = 1 in the first two. The K heads are those that have had two epochs with a loss; others keep 1.
 */
export const dwa: WeightingKind<"dwa"> = ({ temperature }) => ({
  learns: {},
  inputs(heads, moment) {
    const powers = heads.map((head) => {
      const [before, last] = moment.epochLosses(head).slice(-2);
      if (before === undefined || last === undefined) return undefined;
      // A loss that was 0 and still is has not changed.
      return (before === 0 && last === 0 ? 1 : last / before) / temperature;
    });
    const known = powers.filter((power) => power !== undefined);
    const largest = Math.max(...known);
    const sum = known.reduce((all, power) => all + Math.exp(power - largest), 0);
    return new Map(
      heads.map((head, i) => {
        const power = powers[i];
        const weight = power === undefined ? 1 : (known.length * Math.exp(power - largest)) / sum;
        return [numberPath(head, "weight"), Number.isFinite(weight) ? weight : 1];
      }),
    );
  },
  combine: (terms, numbers) => weighedSum(terms, (head) => numberOf(numbers, head, "weight")),
});
