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

/** A float32 beyond any sensible logit: half of the largest one, so that a difference of two is still a number. */
const LARGEST = 1.7e38;

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
  return tf.matMul(softmaxOver(logits, possible), membership(members.flat(), classes));
}

/** Softmax over the columns that are possible for a row: exactly 0 for the others, and where none is. */
export function softmaxOver(logits: tf.Tensor2D, possible: Uint8Array): tf.Tensor2D {
  const { shape } = logits;
  const chosen = tf.tensor2d(possible, shape, "bool");
  // Logits that are themselves as small (at a temperature near 0) count from the largest that is possible, as in any softmax.
  const shifted = tf.where<tf.Tensor2D>(
    chosen,
    tf.sub<tf.Tensor2D>(logits, largestOf(logits, chosen)),
    tf.fill(shape, IMPOSSIBLE),
  );
  const probabilities = tf.softmax(shifted);
  return tf.where<tf.Tensor2D>(chosen, probabilities, tf.zerosLike(probabilities));
}

/** The largest chosen logit of each row, `[rows, 1]`: a shift without effect on a softmax, and so without a gradient. */
function largestOf(logits: tf.Tensor2D, chosen: tf.Tensor2D): tf.Tensor2D {
  const largest = tf.customGrad<tf.Tensor2D>((given) => {
    const value = given as tf.Tensor2D;
    const possible = tf.where(chosen, value, tf.fill(value.shape, -LARGEST));
    return { value: tf.max<tf.Tensor2D>(possible, 1, true), gradFunc: () => tf.zerosLike(value) };
  });
  return largest(logits);
}

/** The logits of two classes from that of the second. */
export function withFirst(logits: tf.Tensor2D): tf.Tensor2D {
  return tf.concat([tf.zerosLike(logits), logits], 1);
}
