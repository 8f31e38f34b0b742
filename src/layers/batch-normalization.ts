import * as tf from "@tensorflow/tfjs-core";
import type { Apply, LayerResult } from "./layer";
import { scaleAndShift, standardize } from "./standardize";

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of each channel (last axis) over all other axes, the batch included.
 * Weights: gamma (if `scale`), beta (if `center`), movingMean, movingVariance, each `[channels]`.
 *
 * As in Keras, the moving variance follows the biased variance of the batch:
 * moving <- momentum · moving + (1 - momentum) · batch.
 */
export const batchNormalization: Apply<"batchNormalization"> = (layer, [x], weights, { training }) => {
  const input = x!;
  const gamma = layer.scale ? weights[0] : undefined;
  const beta = layer.center ? weights[layer.scale ? 1 : 0] : undefined;
  const [movingMean, movingVariance] = weights.slice(-2) as [tf.Tensor, tf.Tensor];
  if (!training) {
    // All per channel, so that the image itself meets one product and one sum.
    const inverse = tf.rsqrt(tf.add(movingVariance, layer.epsilon));
    const factor = gamma ? tf.mul(gamma, inverse) : inverse;
    const shift = tf.mul(movingMean, factor);
    return { value: tf.add(tf.mul(input, factor), beta ? tf.sub(beta, shift) : tf.neg(shift)) };
  }
  const channels = input.shape.at(-1)!;
  const rows = tf.reshape(input, [input.size / channels, channels]);
  const { value, mean, variance } = standardize(rows as tf.Tensor2D, 0, layer.epsilon);
  const update = (moving: tf.Tensor, now: tf.Tensor) =>
    tf.add(tf.mul(moving, layer.momentum), tf.mul(tf.reshape(now, [channels]), 1 - layer.momentum));
  return {
    value: tf.reshape(scaleAndShift(value, gamma, beta), input.shape),
    updates: new Map([
      [weights.length - 2, update(movingMean, mean)],
      [weights.length - 1, update(movingVariance, variance)],
    ]),
  } satisfies LayerResult;
};
