import { combination, type Products } from "./combination";
import type { RandomStream } from "../backend/random";
import type { WeightingKind } from "./weighting";

/**
 * Gradient surgery (Yu et al. 2020, "Gradient surgery for multi-task learning", algorithm 1). Each head's gradient g_i meets
 * the others in random order, drawn from (seed, step); where it conflicts with one, g_i · g_j < 0, it loses its part along it,
 *
 *     g_i <- g_i - (g_i · g_j) / |g_j|² · g_j        with g_j as it was at first
 *
 * and the step goes along the sum of what is left.
 */
export const pcGrad: WeightingKind<"pcGrad"> = () =>
  combination((products, moment) => factorsOf(products, moment.random("order")));

/** As factors of the original gradients: each projection changes one of them. */
function factorsOf(products: Products, random: RandomStream): number[] {
  const total = products.map(() => 0);
  products.forEach((_, own) => {
    const factors = products.map((_, i) => Number(i === own));
    for (const other of random.permutation(products.length)) {
      if (other === own) continue;
      const inner = factors.reduce((sum, factor, i) => sum + factor * products[i]![other]!, 0);
      if (inner < 0) factors[other]! -= inner / products[other]![other]!;
    }
    factors.forEach((factor, i) => (total[i]! += factor));
  });
  return total;
}
