import * as tf from "@tensorflow/tfjs-core";
import { scaled, sumOf } from "./sum";
import { byHeadOf, type WeightingKind } from "./weighting";

/**
 * Smooth Tchebycheff scalarisation (STCH; Lin et al. 2024, "Smooth Tchebycheff scalarization for multi-objective optimization",
 * equation 12), with 0 as the best that a loss can be:
 *
 *     L = mu · log Σ exp(w_k L_k / mu)
 *
 * with the heads' weights w_k: a smooth form of the largest of w_k L_k, which it comes to for a small `mu`. Each head counts by the
 * softmax of w_k L_k / mu, so that the worst counts most.
 */
export const smoothTchebycheff: WeightingKind<"smoothTchebycheff"> = ({ mu }) => ({
  learns: {},
  comparesHeads: true,
  combine(terms) {
    const powers = byHeadOf(terms).map(({ head, parts }) =>
      sumOf(parts.map(({ loss, share }) => scaled(loss, (share * head.weight) / mu))),
    );
    const [only] = powers;
    // Of one head its own loss: exp and log of it would only round.
    return tf.mul(powers.length === 1 ? only! : tf.logSumExp<tf.Scalar>(tf.stack(powers)), mu);
  },
});
