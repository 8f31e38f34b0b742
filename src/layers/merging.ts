/* The layers that take several values. */
import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** Batch by batch and from the last axis on: axes that a sample lacks come after the batch, with length 1. */
function aligned(inputs: readonly tf.Tensor[]): readonly tf.Tensor[] {
  const rank = Math.max(...inputs.map((input) => input.rank));
  return inputs.map((input) => {
    if (input.rank === rank) return input;
    const [batch, ...shape] = input.shape;
    const ones = new Array<number>(rank - input.rank).fill(1);
    return tf.reshape(input, [batch, ...ones, ...shape]);
  });
}

const alike = (inputs: readonly tf.Tensor[]) =>
  inputs.every(({ shape }) => String(shape) === String(inputs[0]!.shape));

/** The sum of tensors. */
export const add: Apply<"add"> = (_, inputs) => ({
  value:
    inputs.length > 2 && alike(inputs)
      ? tf.addN([...inputs])
      : aligned(inputs).reduce((sum, input) => tf.add(sum, input)),
});

/** The first tensor minus the second. */
export const subtract: Apply<"subtract"> = (_, inputs) => {
  const [from, what] = aligned(inputs);
  return { value: tf.sub(from!, what!) };
};

/** The product of tensors, element by element. */
export const multiply: Apply<"multiply"> = (_, inputs) => ({
  value: aligned(inputs).reduce((product, input) => tf.mul(product, input)),
});

/** Side by side along `axis`, which counts a sample's axes (-1 is the last). */
export const concatenate: Apply<"concatenate"> = ({ axis }, inputs) => ({
  value: tf.concat([...inputs], axis < 0 ? axis : axis + 1),
});
