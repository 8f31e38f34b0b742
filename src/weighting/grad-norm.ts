import { productsOf } from "./combination";
import { weighedSum } from "./sum";
import { numberOf, numberPath, type WeightingKind } from "./weighting";

/** No weight falls below this: one of 0 has no gradient that could raise it again. */
const LEAST = 1e-4;

/**
 * GradNorm (Chen et al. 2018, "GradNorm: gradient normalization for adaptive loss balancing in deep multitask networks",
 * algorithm 1). The total is Σ w_k L_k. With W all variables that several heads reach in the step (the paper takes the last
 * shared layer, to save time),
 *
 *     G_k = |∇_W w_k L_k|,   r_k = (L_k / L_k(0)) / mean,   target_k = mean(G) · r_k^alpha, a constant
 *     L_grad = Σ |G_k - target_k|,   so that dL_grad/dw_k = sign(G_k - target_k) · |∇_W L_k|
 *
 * w takes a step of gradient descent on L_grad, and is scaled so that its sum is what it was: the number of heads. L_k(0) is
 * the loss of the first step in which a head is compared with others. A head that a step does not have is in none of its means
 * and keeps its weight.
 */
export const gradNorm: WeightingKind<"gradNorm"> = ({ alpha, learningRate }) => ({
  learns: {},
  keeps: { weight: 1, firstLoss: 0 },
  comparesHeads: true,
  combine: (terms, numbers) => weighedSum(terms, (head) => numberOf(numbers, head, "weight")),
  follow(shared, losses, numbers) {
    const read = (name: string) => shared.map(({ head }) => numberOf(numbers, head, name).dataSync()[0]!);
    const weights = read("weight");
    // A first loss of 0 is one that was not seen yet.
    const first = read("firstLoss").map((loss, i) => (loss === 0 ? losses[i]! : loss));
    const norms = productsOf(shared).map((row, i) => Math.sqrt(Math.max(0, row[i]!)));
    const ratios = losses.map((loss, i) => (first[i] === 0 ? 1 : loss / first[i]!));
    const [norm, ratio] = [mean(norms), mean(ratios)];
    const moved = weights.map((weight, i) => {
      const target = norm * (ratio === 0 ? 1 : (ratios[i]! / ratio) ** alpha);
      const slope = (Math.sign(norms[i]! - target) * norms[i]!) / weight;
      return Math.max(weight - learningRate * slope, LEAST);
    });
    const scale = mean(weights) / mean(moved);
    return new Map(
      shared.flatMap(({ head }, i) => [
        [numberPath(head, "weight"), scale * moved[i]!],
        [numberPath(head, "firstLoss"), first[i]!],
      ]),
    );
  },
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
