import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";

/** x plus a vector for each step: learned, `[steps, channels]`, or of sines and cosines. */
export const positionEmbedding: Apply<"positionEmbedding"> = (_, [x], [embeddings]) => {
  const [, steps, channels] = x!.shape as [number, number, number];
  return { value: tf.add(x!, embeddings ?? sinusoids(steps, channels)) };
};

/**
 * Of step t and channel 2i: sin(t / 10000^(2i / channels)), and the cosine of the same for channel 2i + 1 (Vaswani et al.
 * 2017, section 3.5).
 */
function sinusoids(steps: number, channels: number): tf.Tensor2D {
  const values = new Float32Array(steps * channels);
  for (let step = 0, at = 0; step < steps; step++)
    for (let channel = 0; channel < channels; channel++, at++) {
      const angle = step / 10_000 ** ((channel - (channel % 2)) / channels);
      values[at] = channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  return tf.tensor2d(values, [steps, channels]);
}
