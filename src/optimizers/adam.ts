import * as tf from "@tensorflow/tfjs-core";
import type { NormalOptimizerOf } from "../spec/normal";
import { adamStepOnWasm, type AdamAttributes } from "./adam-wasm";
import type { Optimizer, OptimizerStep } from "./rule";

type Slots = [tf.Tensor, tf.Tensor, ...tf.Tensor[]];

/**
 * Adam (Kingma and Ba 2015), in the form of their section 2 that Keras uses too (keras/src/optimizers/adam.py):
 *
 *     m <- m + (1 - beta1) (g - m)
 *     v <- v + (1 - beta2) (g² - v)
 *     value <- value - rate_t m / (sqrt(v) + epsilon),   rate_t = rate sqrt(1 - beta2^t) / (1 - beta1^t)
 *
 * so epsilon stands beside the root of the uncorrected v (the paper's "epsilon hat"). With `amsgrad` the largest v so far
 * stands in place of v.
 */
export const adam: Optimizer<"adam", "rate" | "decay"> = (options) =>
  adamWithDecay({ ...options, weightDecay: 0 });

/** Adam's step after a decay of the value by its share rate · weightDecay. */
export function adamWithDecay({
  beta1,
  beta2,
  epsilon,
  weightDecay,
}: Omit<NormalOptimizerOf<"adamW">, "type">): OptimizerStep<Slots, "rate" | "decay"> {
  return {
    scalars: (clock, rate) => ({
      rate: (rate * Math.sqrt(1 - beta2 ** clock)) / (1 - beta1 ** clock),
      decay: rate * weightDecay,
    }),
    update(value, gradient, slots, scalars) {
      const attributes = { ...scalars, beta1, beta2, epsilon };
      const [momentum, velocity, ...rest] = slots;
      // The kernel is the short way; with a third slot the step takes the long one.
      return tf.getBackend() === "wasm" && rest.length === 0
        ? adamStepOnWasm(value, gradient, [momentum, velocity], attributes)
        : adamStep(value, gradient, slots, attributes);
    },
  };
}

function adamStep(
  value: tf.Tensor,
  gradient: tf.Tensor,
  [momentum, velocity, largest]: Readonly<Slots>,
  { rate, decay, beta1, beta2, epsilon }: AdamAttributes,
): { value: tf.Tensor; slots: Slots } {
  return tf.tidy(() => {
    const m = tf.add(momentum, tf.mul(tf.sub(gradient, momentum), 1 - beta1));
    const v = tf.add(velocity, tf.mul(tf.sub(tf.square(gradient), velocity), 1 - beta2));
    const most = largest && tf.maximum(largest, v);
    const step = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(most ?? v), epsilon));
    const decayed = tf.sub(value, tf.mul(value, decay));
    return { value: tf.sub(decayed, step), slots: [m, v, ...(most ? [most] : [])] };
  });
}
