import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "./rule";

/**
 * Lion (Chen et al. 2023, algorithm 2), as in Keras (keras/src/optimizers/lion.py):
 *
 *     value <- value - rate · (sign(beta1 m + (1 - beta1) g) + weightDecay · value)
 *     m <- beta2 m + (1 - beta2) g
 */
export const lion: Optimizer<"lion", "rate" | "decay"> = ({ beta1, beta2, weightDecay }) => ({
  scalars: (_, rate) => ({ rate, decay: rate * weightDecay }),
  update(value, gradient, [momentum], { rate, decay }) {
    return tf.tidy(() => {
      const mean = (share: number) => tf.add(tf.mul(momentum, share), tf.mul(gradient, 1 - share));
      const decayed = tf.sub(value, tf.mul(value, decay));
      return { value: tf.sub(decayed, tf.mul(tf.sign(mean(beta1)), rate)), slots: [mean(beta2)] };
    });
  },
});
