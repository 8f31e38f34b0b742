import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/**
 * `[batch, ...]` of int32 -> `[batch, ..., outputDim]`: the row of `embeddings` (`[inputDim, outputDim]`) of each id.
 * Ids outside 0 .. inputDim - 1 are refused with the data (`src/model/check-ids.ts`).
 */
export const embedding: Apply<"embedding"> = (layer, [x], [embeddings]) => {
  const ids = x!;
  const rows = rowsOf(embeddings as tf.Tensor2D, tf.reshape<tf.Rank.R1>(tf.cast(ids, "int32"), [ids.size]));
  return { value: tf.reshape(rows, [...ids.shape, layer.outputDim]) };
};

/**
 * Rows of a table by their numbers. The gradient adds up, for each row of the table, what comes back from each of its
 * uses: one ScatterNd, which sums where an index repeats (tfjs' own gradient is UnsortedSegmentSum, which WASM lacks).
 */
function rowsOf(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
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
