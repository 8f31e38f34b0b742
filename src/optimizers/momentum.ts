import * as tf from "@tensorflow/tfjs-core";
import type { MomentumSpec } from "../spec/language";
import type { OptimizerRule } from "./rule";

/**
 * Gradient descent with momentum, as in Keras (keras/src/optimizers/sgd.py): m <- momentum · m - rate · g, then
 * value <- value + m, or with Nesterov's look-ahead (Sutskever et al. 2013) value <- value + momentum · m - rate · g.
 */
export function momentum({ learningRate, momentum, nesterov }: Required<MomentumSpec>): OptimizerRule {
  return {
    slots: ["momentum"],
    update(value, gradient, [before]) {
      return tf.tidy(() => {
        const descent = tf.mul(gradient, learningRate);
        const m = tf.sub(tf.mul(before!, momentum), descent);
        const step = nesterov ? tf.sub(tf.mul(m, momentum), descent) : m;
        return { value: tf.add(value, step), slots: [m] };
      });
    },
  };
}
