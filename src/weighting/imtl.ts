import { combination, type Products } from "./combination";
import { solve } from "./solve";
import type { WeightingKind } from "./weighting";

/**
 * Impartial multi-task learning, its half on gradients (IMTL-G; Liu et al. 2021, "Towards impartial multi-task learning",
 * equation 4): the combination d = Σ a_k g_k, Σ a_k = 1, on which all heads' gradients have projections of one length,
 *
 *     d · g_1 / |g_1| = d · g_k / |g_k|   for all k
 *
 * A factor may be below 0. Where the equations do not say what it is (two gradients of one direction) it is the mean.
 */
export const imtl: WeightingKind<"imtl"> = () => combination(factorsOf);

function factorsOf(products: Products): number[] {
  const norms = products.map((row, i) => Math.sqrt(Math.max(0, row[i]!)));
  const mean = products.map(() => 1 / products.length);
  if (norms.some((norm) => !(norm > 0))) return mean;
  // d · (u_1 - u_k) = 0 with d = g_1 + Σ a_j (g_j - g_1): as many equations as a_2, a_3, … there are.
  const towards = (i: number, k: number) => products[i]![0]! / norms[0]! - products[i]![k]! / norms[k]!;
  const others = norms.map((_, i) => i).slice(1);
  const rows = others.map((k) => [...others.map((j) => towards(0, k) - towards(j, k)), towards(0, k)]);
  const rest = solve(rows, 1e-6 * Math.max(...norms));
  return rest ? [1 - rest.reduce((sum, factor) => sum + factor, 0), ...rest] : mean;
}
