import * as tf from "@tensorflow/tfjs-core";

/** The given rows of `value` (axis 0), in their order; `value` itself where they are all of its rows in order. */
export function gatherRows<T extends tf.Tensor>(value: T, rows: Int32Array): T {
  const [size] = value.shape;
  if (rows.length === size && rows.every((row, i) => row === i)) return value;
  if (rows.length === 0) return tf.zeros([0, ...value.shape.slice(1)], value.dtype) as T;
  return tf.gather<T>(value, tf.tensor1d(rows, "int32"));
}

/**
 * Lays the branches' results back into the samples' order.
 *
 * Concatenation and one gather by the inverse permutation: both have gradients on every backend, which scattering
 * has not. Rows that no branch took are zero.
 *
 * @param parts the branches' results, `[rows, ...shape]`, of those that have rows
 * @param order row -> its place in the parts laid one after another, and after them the rows that no branch took
 * @param rest whether there are such rows
 * @param shape shape of one row
 */
export function putBack(
  parts: readonly tf.Tensor[],
  order: Int32Array,
  rest: boolean,
  shape: readonly number[],
  dtype: tf.DataType = "float32",
): tf.Tensor {
  const values = [...parts];
  if (rest) {
    const routed = parts.reduce((sum, part) => sum + part.shape[0], 0);
    values.push(tf.zeros([order.length - routed, ...shape], dtype));
  }
  const together = values.length === 1 ? values[0]! : tf.concat(values, 0);
  return tf.gather(together, tf.tensor1d(order, "int32"));
}

/**
 * The sum of what the parts hold for each row.
 *
 * @param parts `[rows, ...shape]` each, of those that have rows
 * @param places row of the parts laid one after another -> row of the result, `[size, ...shape]`
 */
export function addBack(
  parts: readonly tf.Tensor[],
  places: Int32Array,
  size: number,
  shape: readonly number[],
): tf.Tensor {
  if (parts.length === 0) return tf.zeros([size, ...shape]);
  const together = parts.length === 1 ? parts[0]! : tf.concat([...parts], 0);
  // The kernel of WASM wants a matrix.
  const width = shape.reduce((product, length) => product * length, 1);
  const summed = tf.unsortedSegmentSum(
    tf.reshape(together, [places.length, width]),
    tf.tensor1d(places, "int32"),
    size,
  );
  return tf.reshape(summed, [size, ...shape]);
}
