import * as tf from "@tensorflow/tfjs-core";

/** `x` plus `bias` (`[channels]`) on its last axis; `x` itself where there is no bias. */
export function addBias(x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  return bias ? tf.add(x, bias) : x;
}
