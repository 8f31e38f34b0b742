import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "./rule";

/** Stochastic gradient descent: value <- value - rate · g. */
export const sgd: Optimizer<"sgd", "rate"> = () => ({
  scalars: (_, rate) => ({ rate }),
  update: (value, gradient, _, { rate }) => ({
    value: tf.tidy(() => tf.sub(value, tf.mul(gradient, rate))),
    slots: [],
  }),
});
