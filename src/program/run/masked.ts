/* Hard choices in their dense form: every branch for every row, and what was not chosen taken away. */
import * as tf from "@tensorflow/tfjs-core";
import { membership } from "./probabilities";

/** One column of `rows * columns` numbers. */
export function columnOf(values: Float32Array, rows: number, column: number): Uint8Array {
  const width = values.length / Math.max(1, rows);
  return Uint8Array.from({ length: rows }, (_, row) => values[row * width + column]!);
}

/** As good as minus infinity, and yet a number that products and gradients stay finite with. */
const IMPOSSIBLE = -1e9;

/**
 * One softmax over the logits of all branches that are selected for a row, as p over all classes: exactly 0 for the classes
 * of others, and for a row without a branch.
 *
 * @param parts `[rows, members]` for each branch; one logit stands for the second of two
 * @param selected `rows * branches`: 1 where a branch is selected
 */
export function maskedAnswer(
  parts: readonly tf.Tensor2D[],
  members: readonly (readonly number[])[],
  classes: number,
  selected: Float32Array,
): tf.Tensor {
  const rows = parts[0]!.shape[0];
  const logits = tf.concat(
    parts.map((part, i) => (part.shape[1] === members[i]!.length ? part : withFirst(part))),
    1,
  );
  const possible = new Uint8Array(rows * logits.shape[1]);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    members.forEach((own, branch) => {
      possible.fill(selected[row * members.length + branch]!, at, at + own.length);
      at += own.length;
    });
  }
  const chosen = tf.tensor(possible, logits.shape, "bool");
  const probabilities = tf.softmax(
    tf.where(chosen, logits, tf.fill(logits.shape, IMPOSSIBLE)) as tf.Tensor2D,
  );
  const own = tf.where(chosen, probabilities, tf.zerosLike(probabilities)) as tf.Tensor2D;
  return tf.matMul(own, membership(members.flat(), classes));
}

/** The logits of two classes from that of the second. */
export function withFirst(logits: tf.Tensor2D): tf.Tensor2D {
  return tf.concat([tf.zerosLike(logits), logits], 1);
}
