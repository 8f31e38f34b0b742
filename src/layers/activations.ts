/* The activations, with Keras 3's definitions (keras/src/activations/activations.py). */
import * as tf from "@tensorflow/tfjs-core";
import type { Activation } from "../spec/language";
import { gelu } from "./gelu";
import { relu, sigmoid, tanh } from "./quick-activations";

const activations: { readonly [A in Activation]: (x: tf.Tensor) => tf.Tensor } = {
  linear: (x) => x,
  relu,
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  gelu,
  sigmoid,
  // Keras 3: relu6(x + 3) / 6. (Keras 2 and tfjs-layers have 0.2 x + 0.5 instead.)
  hardSigmoid: (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  tanh,
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: (x) => tf.mul(x, sigmoid(x)),
  softmax: (x) => tf.softmax(x),
};

/** The activation of `x`: element by element, except for `softmax`, which works on the last axis. */
export function applyActivation(name: Activation, x: tf.Tensor): tf.Tensor {
  return activations[name](x);
}
