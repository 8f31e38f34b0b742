import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "./rule";

/**
 * Gradient descent with momentum, as in Keras (keras/src/optimizers/sgd.py): m <- momentum · m - rate · g, then
 * value <- value + m, or with Nesterov's look-ahead (Sutskever et al. 2013) value <- value + momentum · m - rate · g.
 */
export const momentum: Optimizer<"momentum", "rate"> = ({ momentum, nesterov }) => ({
  scalars: (_, rate) => ({ rate }),
  update(value, gradient, [before], { rate }) {
    return tf.tidy(() => {
      const descent = tf.mul(gradient, rate);
      const m = tf.sub(tf.mul(before, momentum), descent);
      const step = nesterov ? tf.sub(tf.mul(m, momentum), descent) : m;
      return { value: tf.add(value, step), slots: [m] };
    });
  },
});
