import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** Steps whose values are all `maskValue` become 0; which they are travels beside the value (`src/program/lower/masks.ts`). */
export const masking: Apply<"masking"> = ({ maskValue }, [x]) => ({
  value: tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const counts = tf.cast(tf.any(tf.notEqual(input, maskValue), -1, true), "float32");
    (save as tf.GradSaveFunc)([counts]);
    return {
      value: tf.mul(input, counts),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0]!),
    };
  })(x!),
});
