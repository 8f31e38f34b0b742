/* The same values in another shape. */
import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../shape";
import type { Apply } from "./layer";

/** All axes of a sample as one. */
export const flatten: Apply<"flatten"> = (_, [x]) => {
  const [batch, ...shape] = x!.shape;
  // The width is spelt out: -1 would be ambiguous for a batch of no samples.
  return { value: tf.reshape(x!, [batch, sizeOf(shape)]) };
};

/** `targetShape` for each sample, with its -1 computed. */
export const reshape: Apply<"reshape"> = ({ targetShape }, [x]) => {
  const [batch, ...shape] = x!.shape;
  const size = sizeOf(shape);
  const known = sizeOf(targetShape.filter((length) => length !== -1));
  return {
    value: tf.reshape(x!, [batch, ...targetShape.map((length) => (length === -1 ? size / known : length))]),
  };
};
