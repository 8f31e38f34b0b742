import * as tf from "@tensorflow/tfjs-core";
import { isNative, nativeOperation } from "../backend/native-operation";

/**
 * `x` plus `bias` (`[channels]`) on its last axis; `x` itself where there is no bias.
 *
 * The bias' gradient is a sum over all other axes.
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
  return tf.sum(
    dy,
    dy.shape.slice(0, -1).map((_, axis) => axis),
  );
}
