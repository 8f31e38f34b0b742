import * as tf from "@tensorflow/tfjs-core";

/** The class probabilities of a head from its logits: `[rows, classes]`, also for a head of one logit. */
export function headProbabilities(logits: tf.Tensor): tf.Tensor2D {
  if (logits.shape[1] !== 1) return tf.softmax(logits as tf.Tensor2D);
  const second = tf.sigmoid(logits as tf.Tensor2D);
  return tf.concat<tf.Tensor2D>([tf.sub<tf.Tensor2D>(1, second), second], 1);
}

/**
 * `[members, classes]`: 1 where member i of a branch is class j of its route. Made on the host: TensorFlow's WASM
 * kernel of `oneHot` writes whole numbers into a tensor of real ones, which are then as good as 0.
 */
export function membership(members: readonly number[], classes: number): tf.Tensor2D {
  const ones = new Float32Array(members.length * classes);
  members.forEach((member, i) => (ones[i * classes + member] = 1));
  return tf.tensor2d(ones, [members.length, classes]);
}
