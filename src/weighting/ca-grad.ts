import { combination, type Products } from "./combination";
import { leastOnSimplex } from "./simplex";
import type { WeightingKind } from "./weighting";

/**
 * Conflict-averse gradient descent (Liu et al. 2021, "Conflict-averse gradient descent for multi-task learning", algorithm 1).
 * Of all d with |d - g0| <= c |g0|, g0 the mean of the gradients, the one whose smallest product with a gradient is largest:
 *
 *     d = g0 + c |g0| / |g_w| · g_w,   g_w = Σ w_k g_k,   w = argmin g_w · g0 + c |g0| |g_w|,   w_k >= 0, Σ w_k = 1
 *
 * The dual has one number for each head and is solved on the host. As in the paper's algorithm d has the length of a mean,
 * not of a sum, and is not scaled afterwards.
 */
export const caGrad: WeightingKind<"caGrad"> = ({ c }) => combination((products) => factorsOf(products, c));

function factorsOf(products: Products, c: number): number[] {
  const size = products.length;
  const mean = products.map(() => 1 / size);
  const along = (weights: readonly number[]) =>
    products.map((row) => row.reduce((sum, product, i) => sum + product * weights[i]!, 0));
  const length = (weights: readonly number[], products: readonly number[]) =>
    Math.sqrt(
      Math.max(
        0,
        products.reduce((sum, product, i) => sum + product * weights[i]!, 0),
      ),
    );
  const withMean = along(mean);
  const radius = c * length(mean, withMean);
  if (!(radius > 0)) return mean;
  const largest = Math.max(...products.map((row, i) => row[i]!));
  const weights = leastOnSimplex(
    size,
    (weights) => {
      const own = along(weights);
      const norm = length(weights, own);
      return withMean.map((product, i) => product + (norm > 0 ? (radius * own[i]!) / norm : 0));
    },
    1e-12 * largest,
  );
  const norm = length(weights, along(weights));
  const factor = norm > 0 ? radius / norm : 0;
  return mean.map((share, i) => share + factor * weights[i]!);
}
