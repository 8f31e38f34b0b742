import { combination, type Products } from "./combination";
import { eigenOf } from "./eigen";
import type { WeightingKind } from "./weighting";

/**
 * Aligned-MTL (Senushkin et al. 2023, "Independent component alignment for multi-task learning", algorithm 1). The gradients are replaced
 * by those nearest to them that are orthogonal and of one length, that of the smallest singular value of G: then no head
 * is stronger than another and none is against another. With GᵀG = V Λ Vᵀ,
 *
 *     d = Σ_k ĝ_k = G a,   a = √λ_min · V Λ^(-1/2) Vᵀ 1
 *
 * over the eigenvalues that are not 0 in the numbers at hand.
 */
export const alignedMtl: WeightingKind<"alignedMtl"> = () => combination(factorsOf);

/** Products are sums of float32: what is smaller than this beside the largest is rounding. */
const ROUNDING = 2 ** -23;

function factorsOf(products: Products): number[] {
  const eigen = eigenOf(products);
  const largest = Math.max(...eigen.map(({ value }) => value));
  const used = eigen.filter(({ value }) => value > products.length * ROUNDING * largest);
  const least = Math.min(...used.map(({ value }) => value));
  const total = products.map(() => 0);
  for (const { value, vector } of used) {
    const along = vector.reduce((sum, entry) => sum + entry, 0) * Math.sqrt(least / value);
    vector.forEach((entry, i) => (total[i]! += along * entry));
  }
  return total;
}
