import * as tf from "@tensorflow/tfjs-core";
import { inverseOrder, isEveryRow } from "./plan";

/** The given rows of `value` (axis 0), in their order; `value` itself where they are all of its rows in order. */
export function gatherRows<T extends tf.Tensor>(value: T, rows: Int32Array): T {
  const [size] = value.shape;
  if (isEveryRow(rows, size) && rows.every((row, i) => row === i)) return value;
  if (rows.length === 0) return tf.zeros([0, ...value.shape.slice(1)], value.dtype) as T;
  return tf.gather<T>(value, tf.tensor1d(rows, "int32"));
}

/**
 * Lays the branches' results back into the samples' order.
 *
 * Concatenation and one gather by the inverse permutation: both have gradients on every backend, which scattering
 * has not. Branches without rows are left out; rows that no branch took are zero.
 *
 * @param parts for each branch its rows and its result, `[rows, ...shape]`, or no result where it has no rows
 * @param size number of rows of the result
 * @param shape shape of one row
 */
export function putBack(
  parts: readonly { readonly rows: Int32Array; readonly value: tf.Tensor | undefined }[],
  size: number,
  shape: readonly number[],
): tf.Tensor {
  const filled = parts.filter((part) => part.rows.length > 0);
  const routed = filled.reduce((sum, part) => sum + part.rows.length, 0);
  const only = filled[0];
  if (filled.length === 1 && only?.value && isEveryRow(only.rows, size)) return only.value;

  const rows = filled.map((part) => part.rows);
  const values = filled.map((part) => part.value!);
  if (routed < size) {
    const taken = new Uint8Array(size);
    for (const part of rows) for (const row of part) taken[row] = 1;
    rows.push(Int32Array.from(taken.keys()).filter((row) => taken[row] === 0));
    values.push(tf.zeros([size - routed, ...shape], values[0]?.dtype ?? "float32"));
  }
  const together = values.length === 1 ? values[0]! : tf.concat(values, 0);
  return tf.gather(together, tf.tensor1d(inverseOrder(rows, size), "int32"));
}
