/* The same values in another shape. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** All axes of a sample as one. */
export const flatten: Apply<"flatten"> = (_, [x]) => {
  const [batch, ...shape] = x!.shape;
  // The width is spelt out: -1 would be ambiguous for a batch of no samples.
  return { value: tf.reshape(x!, [batch, shape.reduce((product, length) => product * length, 1)]) };
};

/** `targetShape` for each sample, with its -1 computed. */
export const reshape: Apply<"reshape"> = ({ targetShape }, [x]) => {
  const [batch, ...shape] = x!.shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const known = targetShape.reduce((product, length) => (length === -1 ? product : product * length), 1);
  return {
    value: tf.reshape(x!, [batch, ...targetShape.map((length) => (length === -1 ? size / known : length))]),
  };
};
