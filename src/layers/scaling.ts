/* Values on another scale, with numbers that are given. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** x · scale + offset. */
export const rescaling: Apply<"rescaling"> = ({ scale, offset }, [x]) => ({
  value: tf.add(tf.mul(tf.cast(x!, "float32"), scale), offset),
});

/** Keras' smallest standard deviation to divide by (`backend.epsilon()`). */
const leastDeviation = 1e-7;

/** (x - mean) / max(sqrt(variance), 1e-7), as Keras' `Normalization` has it; or back. */
export const normalization: Apply<"normalization"> = ({ mean, variance, invert }, [x]) => {
  const input = tf.cast(x!, "float32");
  const deviation = [variance].flat().map((value) => Math.max(Math.sqrt(value), leastDeviation));
  const scale = deviation.length === 1 ? deviation[0]! : tf.tensor1d(deviation);
  const shift = typeof mean === "number" ? mean : tf.tensor1d(mean);
  return { value: invert ? tf.add(tf.mul(input, scale), shift) : tf.div(tf.sub(input, shift), scale) };
};
