import * as tf from "@tensorflow/tfjs-core";
import { adamStepOnWasm, type AdamAttributes } from "./adam-wasm";
import type { Optimizer } from "./rule";

/**
 * Adam (Kingma and Ba 2015), in the form of their section 2 that Keras uses too (keras/src/optimizers/adam.py):
 *
 *     m <- m + (1 - beta1) (g - m)
 *     v <- v + (1 - beta2) (g² - v)
 *     value <- value - rate_t m / (sqrt(v) + epsilon),   rate_t = rate sqrt(1 - beta2^t) / (1 - beta1^t)
 *
 * so epsilon stands beside the root of the uncorrected v (the paper's "epsilon hat").
 */
export const adam: Optimizer<"adam", "rate"> = ({ beta1, beta2, epsilon }) => ({
  scalars: (clock, rate) => ({ rate: (rate * Math.sqrt(1 - beta2 ** clock)) / (1 - beta1 ** clock) }),
  update(value, gradient, slots, { rate }) {
    const step = tf.getBackend() === "wasm" ? adamStepOnWasm : adamStep;
    return step(value, gradient, slots, { rate, beta1, beta2, epsilon });
  },
});

function adamStep(
  value: tf.Tensor,
  gradient: tf.Tensor,
  [momentum, velocity]: readonly [tf.Tensor, tf.Tensor],
  { rate, beta1, beta2, epsilon }: AdamAttributes,
): { value: tf.Tensor; slots: [tf.Tensor, tf.Tensor] } {
  return tf.tidy(() => {
    const m = tf.add(momentum, tf.mul(tf.sub(gradient, momentum), 1 - beta1));
    const v = tf.add(velocity, tf.mul(tf.sub(tf.square(gradient), velocity), 1 - beta2));
    const step = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon));
    return { value: tf.sub(value, step), slots: [m, v] };
  });
}
