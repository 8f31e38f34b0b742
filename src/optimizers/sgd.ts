import * as tf from "@tensorflow/tfjs-core";
import type { SgdSpec } from "../spec/language";
import type { OptimizerRule } from "./rule";

/** Stochastic gradient descent: value <- value - rate · g. */
export function sgd({ learningRate }: Required<SgdSpec>): OptimizerRule {
  return {
    slots: [],
    update: (value, gradient) => ({
      value: tf.tidy(() => tf.sub(value, tf.mul(gradient, learningRate))),
      slots: [],
    }),
  };
}
