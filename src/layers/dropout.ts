import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/**
 * Inverted dropout (Srivastava et al. 2014): while training each value is kept with probability 1 - rate and then
 * scaled by 1 / (1 - rate), so that its mean stays. At inference the input itself.
 *
 * The mask is drawn on the host from the layer's own stream: tfjs' seeded dropout repeats one mask at every step.
 */
export const dropout: Apply<"dropout"> = ({ rate }, [x], _, { training, random }) => {
  const input = x!;
  if (!training || rate === 0) return { value: input };
  const stream = random();
  const factor = 1 / (1 - rate);
  const mask = new Float32Array(input.size);
  for (let i = 0; i < mask.length; i++) mask[i] = stream.next() < rate ? 0 : factor;
  return { value: tf.mul(input, tf.tensor(mask, input.shape)) };
};
