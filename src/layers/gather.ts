import * as tf from "@tensorflow/tfjs-core";
import { axisOf, positionOf, replaceAxis } from "../graph/layers/axes";
import { sizeOf } from "../shape";
import type { Apply } from "./layer";
import { rowsOf } from "./rows-of";

/**
 * Positions along an axis: y[b, …, k, …] = x[b, …, index(b, k), …].
 *
 * x is read as rows, one for each position of the axis and of those before it, and each index becomes the number of its row.
 * The gradient is exact: what comes back for a position is added up over all of its uses. (tfjs' own gradient for indices of
 * each sample takes the batch apart sample by sample.) Positions that are not there are refused with the data
 * (`src/model/check-ids.ts`).
 */
export const gather: Apply<"gather"> = (layer, [x, each]) => {
  const input = x!;
  const [batch, ...shape] = input.shape as [number, ...number[]];
  const axis = axisOf(layer.axis, shape);
  const length = shape[axis]!;
  const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const chosen = each
    ? tf.reshape(each, [batch, 1, sizeOf(each.shape.slice(1))])
    : tf.tensor(
        layer.indices.map((index) => positionOf(index, length)),
        [1, 1, layer.indices.length],
        "int32",
      );
  const count = chosen.shape[2]!;
  const blocks = Int32Array.from({ length: batch * before }, (_, block) => block * length);
  const firsts = tf.tensor(blocks, [batch, before, 1], "int32");
  const rows = rowsOf(
    tf.reshape(input, [batch * before * length, after]),
    tf.reshape(tf.add(firsts, chosen), [batch * before * count]),
  );
  const by = each ? each.shape.slice(1) : [count];
  return { value: tf.reshape(rows, [batch, ...replaceAxis(shape, axis, by)]) };
};
