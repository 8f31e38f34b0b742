import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "./rule";

/**
 * Adagrad (Duchi et al. 2011), as in Keras (keras/src/optimizers/adagrad.py): s <- s + g², then
 * value <- value - rate · g / sqrt(initialAccumulatorValue + s + epsilon).
 */
export const adagrad: Optimizer<"adagrad", "rate"> = ({ initialAccumulatorValue, epsilon }) => ({
  scalars: (_, rate) => ({ rate }),
  update(value, gradient, [before], { rate }) {
    return tf.tidy(() => {
      const sum = tf.add(before, tf.square(gradient));
      const root = tf.sqrt(tf.add(sum, initialAccumulatorValue + epsilon));
      return { value: tf.sub(value, tf.div(tf.mul(gradient, rate), root)), slots: [sum] };
    });
  },
});
