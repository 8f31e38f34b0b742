import * as tf from "@tensorflow/tfjs-core";
import type { Apply } from "./layer";
import { scaleAndShift, standardize } from "./standardize";

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis. Weights: gamma (if `scale`), beta (if `center`),
 * each as long as that axis.
 */
export const layerNormalization: Apply<"layerNormalization"> = (layer, [x], weights) => {
  const input = x!;
  const width = input.shape.at(-1)!;
  const gamma = layer.scale ? weights[0] : undefined;
  const beta = layer.center ? weights[layer.scale ? 1 : 0] : undefined;
  const rows = tf.reshape(input, [input.size / width, width]);
  const { value } = standardize(rows as tf.Tensor2D, 1, layer.epsilon);
  return { value: tf.reshape(scaleAndShift(value, gamma, beta), input.shape) };
};
