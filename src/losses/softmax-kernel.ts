/*
 * Softmax cross-entropy as one kernel, for it is on the path of every step: `SparseSoftmaxCrossEntropyWithLogits`, by
 * TensorFlow's name and with TensorFlow's outputs, registered for each backend that has a quick way to run it.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { SampleLosses } from "./loss";
import { registerOnNative } from "./softmax-native";
import { registerOnWasm } from "./softmax-wasm";

const kernelName = "SparseSoftmaxCrossEntropyWithLogits";
registerOnNative(kernelName);
registerOnWasm(kernelName);

/**
 * Loss and gradient of each sample.
 *
 * @param logits `[batch, classes]`
 * @param labels int32 `[batch]`, from 0 to classes - 1
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): SampleLosses {
  const kernel = tf.getKernel(kernelName, tf.getBackend()) as tf.KernelConfig | undefined;
  if (!kernel) return fromOperations(logits, labels);
  const outputs: tf.Tensor[] = tf.engine().runKernel(kernelName, { logits, labels });
  return { loss: outputs[0]!, gradient: outputs[1]! };
}

/** The same from common operations, for a backend without the kernel. */
function fromOperations(logits: tf.Tensor2D, labels: tf.Tensor1D): SampleLosses {
  const chosen = tf.cast(tf.oneHot(labels, logits.shape[1]), "float32");
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const powers = tf.exp(shifted);
  const total = tf.sum(powers, 1, true);
  return {
    loss: tf.sub(tf.log(tf.reshape(total, labels.shape)), tf.sum(tf.mul(shifted, chosen), 1)),
    gradient: tf.sub(tf.div(powers, total), chosen),
  };
}
