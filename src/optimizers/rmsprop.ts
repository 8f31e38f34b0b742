import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "./rule";

/**
 * RMSProp (Tieleman and Hinton 2012), as in Keras (keras/src/optimizers/rmsprop.py):
 *
 *     v <- rho v + (1 - rho) g²,   centered: a <- rho a + (1 - rho) g
 *     step = rate g / sqrt(v - a² + epsilon),   with momentum: step <- momentum · last step + step
 *     value <- value - step
 */
export const rmsprop: Optimizer<"rmsprop", "rate"> = ({ rho, momentum, centered, epsilon }) => ({
  scalars: (_, rate) => ({ rate }),
  update(value, gradient, [velocity, ...rest], { rate }) {
    const average = centered ? rest[0] : undefined;
    const last = momentum > 0 ? rest.at(-1) : undefined;
    return tf.tidy(() => {
      const mean = (old: tf.Tensor, now: tf.Tensor) => tf.add(tf.mul(old, rho), tf.mul(now, 1 - rho));
      const v = mean(velocity, tf.square(gradient));
      const a = average && mean(average, gradient);
      const spread = a ? tf.sub(v, tf.square(a)) : v;
      const own = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(spread, epsilon)));
      const step = last ? tf.add(tf.mul(last, momentum), own) : own;
      return { value: tf.sub(value, step), slots: [v, ...(a ? [a] : []), ...(last ? [step] : [])] };
    });
  },
});
