import * as tf from "@tensorflow/tfjs-core";
import { isNative, nativeOperation } from "../backend/native-operation";

/**
 * `x` plus `bias` (`[channels]`) on its last axis; `x` itself where there is no bias.
 *
 * The bias' gradient is a sum over all other axes. Where there is no operation for it, a product with a row of ones is
 * the quickest way to it (on WASM 0.04 ms for 64 x 11 x 11 x 32, where a sum takes 0.5 ms).
 */
export function addBias(x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  if (!bias) return x;
  return tf.customGrad((x, bias) => ({
    value: sum(x as tf.Tensor, bias as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => [tf.clone(dy), sumOfRows(dy)],
  }))(x, bias);
}

function sum(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return isNative() ? nativeOperation("BiasAdd", [x, bias])[0]! : tf.add(x, bias);
}

function sumOfRows(dy: tf.Tensor): tf.Tensor {
  if (isNative()) return nativeOperation("BiasAddGrad", [dy])[0]!;
  const channels = dy.shape.at(-1)!;
  const rows = dy.size / channels;
  const total = tf.matMul(tf.ones([1, rows]), tf.reshape(dy, [rows, channels]));
  return tf.reshape(total, [channels]);
}
