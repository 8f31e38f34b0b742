import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** A whole sequence as one number for each channel, `[batch, steps, c]` -> `[batch, c]`: the mean over its steps. */
export const globalAveragePooling1d: Apply<"globalAveragePooling1d"> = (_, [x]) => ({
  value: tf.mean(x!, 1),
});
