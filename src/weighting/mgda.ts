import { combination, type Products } from "./combination";
import { leastOnSimplex } from "./simplex";
import type { WeightingKind } from "./weighting";

/**
 * Multiple gradient descent (Désidéri 2012, "Multiple-gradient descent algorithm (MGDA) for multiobjective optimization"; Sener
 * and Koltun 2018, "Multi-task learning as multi-objective optimization", equation 4): the step goes along the shortest vector
 *
 *     d = Σ a_k g_k,    a = argmin |Σ a_k g_k|²,   a_k >= 0, Σ a_k = 1
 *
 * whose product with every g_k is at least |d|²: all losses fall, or d = 0 and none can without another's rise.
 */
export const mgda: WeightingKind<"mgda"> = () => combination(shortest);

function shortest(products: Products): number[] {
  const largest = Math.max(...products.map((row, i) => row[i]!));
  return leastOnSimplex(
    products.length,
    (weights) => products.map((row) => row.reduce((sum, product, i) => sum + product * weights[i]!, 0)),
    1e-12 * largest,
  );
}
