import * as tf from "@tensorflow/tfjs-core";
import { scaled, sumOf } from "./sum";
import { numberOf, type WeightingKind } from "./weighting";

/**
 * Homoscedastic uncertainty (Kendall, Gal and Cipolla 2018, "Multi-task learning using uncertainty to weigh losses for
 * scene geometry and semantics", section 3.2): each head has a noise sigma of its own, learned as s = log sigma², 0 at first,
 *
 *     classes   exp(-s) · L + s/2        (L / sigma² + log sigma)
 *     values    exp(-s) · L / 2 + s/2    (L / (2 sigma²) + log sigma)
 *
 * and the total is their sum, each times its head's weight. At the best s the factor of L is 1 / 2L, so that heads count
 * by how much better they become, whatever the scale of their losses.
 */
export const uncertainty: WeightingKind<"uncertainty"> = () => ({
  learns: { logVariance: 0 },
  combine: (terms, numbers) =>
    sumOf(
      terms.map(({ head, loss, share }) => {
        const s = numberOf(numbers, head, "logVariance");
        const weighed = scaled(
          tf.mul<tf.Scalar>(tf.exp(tf.neg(s)), loss),
          (head.classes ?? head.multiLabel) ? 1 : 0.5,
        );
        return scaled(tf.add<tf.Scalar>(weighed, tf.mul(s, 0.5)), share * head.weight);
      }),
    ),
});
