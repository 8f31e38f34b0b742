/* A whole image as one number for each channel, `[batch, h, w, c]` -> `[batch, c]`. */
import * as tf from "@tensorflow/tfjs-core";
import { largestOver } from "./largest-over";
import type { Apply } from "./layer";

/** The mean over height and width. */
export const globalAveragePooling2d: Apply<"globalAveragePooling2d"> = (_, [x]) => ({
  value: tf.mean(x!, [1, 2]),
});

/** The largest value over height and width. */
export const globalMaxPooling2d: Apply<"globalMaxPooling2d"> = (_, [x]) => ({
  value: largestOver(x!, [1, 2]),
});
