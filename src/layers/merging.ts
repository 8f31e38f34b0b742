/* The layers that take several values. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** The sum of tensors of one shape. */
export const add: Apply<"add"> = (_, inputs) => ({
  value: inputs.length === 2 ? tf.add(inputs[0]!, inputs[1]!) : tf.addN([...inputs]),
});

/** The product of tensors of one shape, element by element. */
export const multiply: Apply<"multiply"> = (_, inputs) => ({
  value: inputs.reduce((product, input) => tf.mul(product, input)),
});

/** Side by side along `axis`, which counts a sample's axes (-1 is the last). */
export const concatenate: Apply<"concatenate"> = ({ axis }, inputs) => ({
  value: tf.concat([...inputs], axis < 0 ? axis : axis + 1),
});
