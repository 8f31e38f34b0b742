import { combination, type Products } from "./combination";
import { solve } from "./solve";
import type { WeightingKind } from "./weighting";

/** Beside the cosines, of which the largest is 1: what keeps factors finite where gradients cancel out. */
const RIDGE = 1e-6;
const ROUNDS = 100;

/**
 * Nash-MTL (Navon et al. 2022, "Multi-task learning as a bargaining game", claim 3.1): the bargain that no head would change, the step
 * d in which Σ log(d · g_k) is largest among those of one length,
 *
 *     d = Σ a_k g_k,   (GᵀG) a = 1 / a,   a_k > 0,   so that a_k (d · g_k) is 1 for each head
 *
 * It has no mind for the scale of a loss: one times s has its factor divided by s. As in the authors' code GᵀG is first divided by
 * its Frobenius norm, so that d becomes short where the gradients do, and a d longer than `maxNorm` is brought to that. The
 * authors solve the equations by a series of convex problems; they are also where 1/2 aᵀ(GᵀG)a - Σ log a_k is least, which
 * is convex itself: damped Newton steps find it from anywhere (Nesterov 2004, section 4.1.5).
 */
export const nashMtl: WeightingKind<"nashMtl"> = ({ maxNorm }) =>
  combination((products) => {
    const factors = bargain(products);
    const length = Math.sqrt(Math.max(0, quadratic(products, factors)));
    return length > maxNorm ? factors.map((factor) => (factor * maxNorm) / length) : factors;
  });

function bargain(products: Products): number[] {
  const norm = Math.hypot(...products.flat());
  const ones = products.map(() => 1);
  if (!(norm > 0)) return ones;
  // Between gradients of length 1, so that the ridge has no mind for the scale of a loss either.
  const lengths = products.map((row, i) => Math.sqrt(Math.max(0, row[i]!)) || Math.sqrt(norm));
  const matrix = products.map((row, i) =>
    row.map((value, j) => value / lengths[i]! / lengths[j]! + (i === j ? RIDGE : 0)),
  );
  let factors = ones;
  for (let round = 0; round < ROUNDS; round++) {
    const slopes = along(matrix, factors).map((value, i) => value - 1 / factors[i]!);
    const equations = matrix.map((row, i) => [
      ...row.map((value, j) => value + (i === j ? 1 / factors[i]! ** 2 : 0)),
      slopes[i]!,
    ]);
    const step = solve(equations, 0);
    if (!step) break;
    const decrement = Math.sqrt(step.reduce((sum, value, i) => sum + value * slopes[i]!, 0));
    // Never so far that a factor would fall to 0.
    const share = 1 / (1 + decrement);
    factors = factors.map((factor, i) => factor - share * step[i]!);
    if (!(decrement > 1e-10)) break;
  }
  return factors.map((factor, i) => (factor * Math.sqrt(norm)) / lengths[i]!);
}

const along = (matrix: Products, factors: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * factors[i]!, 0));

const quadratic = (matrix: Products, factors: readonly number[]): number =>
  along(matrix, factors).reduce((sum, value, i) => sum + value * factors[i]!, 0);
