import * as tf from "@tensorflow/tfjs-core";

/**
 * Rows of a table by their numbers. The gradient adds up, for each row of the table, what comes back from each of its
 * uses: one ScatterNd, which sums where an index repeats (tfjs' own gradient is UnsortedSegmentSum, which WASM lacks).
 */
export function rowsOf(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return tf.customGrad((table, save) => {
    const [height, width] = (table as tf.Tensor2D).shape;
    (save as tf.GradSaveFunc)([ids]);
    return {
      value: tf.gather(table as tf.Tensor2D, ids),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [ids] = saved as [tf.Tensor];
        return tf.scatterND(tf.reshape(ids, [ids.size, 1]), dy, [height, width]);
      },
    };
  })(table);
}
