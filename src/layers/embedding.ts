import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";
import { rowsOf } from "./rows-of";

/**
 * `[batch, ...]` of int32 -> `[batch, ..., outputDim]`: the row of `embeddings` (`[inputDim, outputDim]`) of each id.
 * Ids outside 0 .. inputDim - 1 are refused with the data (`src/model/check-ids.ts`).
 */
export const embedding: Apply<"embedding"> = (layer, [x], [embeddings]) => {
  const ids = x!;
  const rows = rowsOf(embeddings as tf.Tensor2D, tf.reshape<tf.Rank.R1>(tf.cast(ids, "int32"), [ids.size]));
  return { value: tf.reshape(rows, [...ids.shape, layer.outputDim]) };
};
