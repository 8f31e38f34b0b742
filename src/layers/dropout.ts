import * as tf from "@tensorflow/tfjs-core";
import type { Apply, LayerContext } from "./layer";

/**
 * Inverted dropout (Srivastava et al. 2014): while training each value is kept with probability 1 - rate and then
 * scaled by 1 / (1 - rate), so that its mean stays. At inference the input itself.
 */
export const dropout: Apply<"dropout"> = ({ rate }, [x], _, { training, random }) => ({
  value: training ? dropped(x!, rate, random) : x!,
});

/**
 * `x` with a share of its values dropped, and the others scaled.
 *
 * The mask is drawn on the host from the layer's own stream: tfjs' seeded dropout repeats one mask at every step.
 */
export function dropped(x: tf.Tensor, rate: number, random: LayerContext["random"]): tf.Tensor {
  if (rate === 0) return x;
  const stream = random();
  const factor = 1 / (1 - rate);
  const mask = new Float32Array(x.size);
  for (let i = 0; i < mask.length; i++) mask[i] = stream.next() < rate ? 0 : factor;
  return tf.mul(x, tf.tensor(mask, x.shape));
}
