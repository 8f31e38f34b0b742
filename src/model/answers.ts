import * as tf from "@tensorflow/tfjs-core";
import type { Branch, RouteNode } from "../graph/ir";

/** The class probabilities of a head from its logits: `[rows, classes]`, also for a head of one logit. */
export function headProbabilities(logits: tf.Tensor): tf.Tensor2D {
  if (logits.shape[1] !== 1) return tf.softmax(logits as tf.Tensor2D);
  const second = tf.sigmoid(logits as tf.Tensor2D);
  return tf.concat<tf.Tensor2D>([tf.sub<tf.Tensor2D>(1, second), second], 1);
}

/**
 * `[members, classes]`: 1 where member i of the branch is class j of the route. Made on the host: TensorFlow's WASM
 * kernel of `oneHot` writes whole numbers into a tensor of real ones, which are then as good as 0.
 */
function membership(branch: Branch, route: RouteNode): tf.Tensor2D {
  const members = branch.members!;
  const classes = route.answer!.classes.length;
  const ones = new Float32Array(members.length * classes);
  members.forEach((member, i) => (ones[i * classes + member] = 1));
  return tf.tensor2d(ones, [members.length, classes]);
}

/** The probabilities of a branch's head over all classes of its route's answer: 0 outside of the branch. */
export function branchProbabilities(logits: tf.Tensor, branch: Branch, route: RouteNode): tf.Tensor2D {
  const width = branch.members!.length;
  const own = headProbabilities(logits);
  if (own.shape[1] !== width)
    throw new Error(`branch ${branch.path}: ${own.shape[1]} outputs for ${width} classes`);
  return tf.matMul(own, membership(branch, route));
}

/** The answer of a branch that is a group of one class: that class, for each row. */
export function spreadOver(branch: Branch, route: RouteNode, rows: number): tf.Tensor2D {
  return tf.tile(membership(branch, route), [rows, 1]);
}

/** In place: each row of logits as probabilities (log-sum-exp with the largest taken out first). */
export function softmaxRows(logits: Float32Array, width: number): void {
  for (let start = 0; start < logits.length; start += width) {
    let largest = -Infinity;
    for (let i = 0; i < width; i++) largest = Math.max(largest, logits[start + i]!);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const power = Math.exp(logits[start + i]! - largest);
      logits[start + i] = power;
      sum += power;
    }
    for (let i = 0; i < width; i++) logits[start + i]! /= sum;
  }
}

/** The logits of a head as probabilities on the host: `rows * classes` numbers. */
export function hostProbabilities(logits: Float32Array, width: number): Float32Array {
  if (width > 1) {
    const probabilities = logits.slice();
    softmaxRows(probabilities, width);
    return probabilities;
  }
  const probabilities = new Float32Array(logits.length * 2);
  logits.forEach((logit, row) => {
    const second = 1 / (1 + Math.exp(-logit));
    probabilities[2 * row] = 1 - second;
    probabilities[2 * row + 1] = second;
  });
  return probabilities;
}
