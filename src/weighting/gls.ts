import * as tf from "@tensorflow/tfjs-core";
import { scaled, sumOf } from "./sum";
import type { WeightingKind } from "./weighting";

/** Beside a loss, so that the logarithm of 0 is none. */
const LEAST = 1e-8;

/**
 * The geometric loss strategy (Chennupati et al. 2019, "MultiNet++: Multi-stream feature aggregation and geometric loss strategy
 * for multi-task learning"): the geometric mean of the losses of the K heads that a step has,
 *
 *     L = (Π L_k)^(1/K) = exp(Σ log L_k / K)
 *
 * weighed by the heads' weights: it does not change with the scale of one loss but by a factor for all.
 */
export const gls: WeightingKind<"gls"> = () => ({
  learns: {},
  comparesHeads: true,
  combine(terms) {
    const all = terms.reduce((sum, { head, share }) => sum + share * head.weight, 0);
    const logs = terms.map(({ head, loss, share }) =>
      scaled(tf.log(tf.add<tf.Scalar>(loss, LEAST)), (share * head.weight) / all),
    );
    return tf.exp(sumOf(logs));
  },
});
