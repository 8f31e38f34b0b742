/* Values changed at random, while training; at inference the input itself. Drawn as in `augmentation.ts`. */
import * as tf from "@tensorflow/tfjs-core";
import { asWritten } from "../graph/layers/as-written";
import { within } from "./within";
import type { Apply } from "./layer";

/** One number for each image, `[batch, 1, 1, 1]`. */
function eachImage(x: tf.Tensor, draw: () => number): tf.Tensor {
  const batch = x.shape[0];
  return tf.tensor(Float32Array.from({ length: batch }, draw), [batch, 1, 1, 1]);
}

/** (x - mean) · (1 + factor) + mean, with the mean of each channel of each image (Keras' `RandomContrast`). */
export const randomContrast: Apply<"randomContrast"> = (layer, [x], _, { training, random }) => {
  if (!training) return { value: x! };
  const { valueRange } = asWritten(layer);
  const stream = random();
  const factor = eachImage(x!, () => 1 + within(stream, layer.factor));
  const mean = tf.mean(x!, [1, 2], true);
  const value = tf.add(tf.mul(tf.sub(x!, mean), factor), mean);
  return { value: valueRange ? tf.clipByValue(value, ...valueRange) : value };
};

/** x + factor · (most - least), cut to what a value may be (Keras' `RandomBrightness`). */
export const randomBrightness: Apply<"randomBrightness"> = (layer, [x], _, { training, random }) => {
  if (!training) return { value: x! };
  const [least, most] = layer.valueRange;
  const stream = random();
  const shift = eachImage(x!, () => (most - least) * within(stream, layer.factor));
  return { value: tf.clipByValue(tf.add(x!, shift), least, most) };
};

/** x + a normal number of mean 0 for each value. */
export const gaussianNoise: Apply<"gaussianNoise"> = ({ stddev }, [x], _, { training, random }) => {
  if (!training || stddev === 0) return { value: x! };
  const stream = random();
  const noise = Float32Array.from({ length: x!.size }, () => stddev * stream.normal());
  return { value: tf.add(x!, tf.tensor(noise, x!.shape)) };
};

/** As dropout, but a channel of an image is kept or dropped everywhere (Tompson et al. 2015). */
export const spatialDropout2d: Apply<"spatialDropout2d"> = ({ rate }, [x], _, { training, random }) => {
  if (!training || rate === 0) return { value: x! };
  const stream = random();
  const [batch, , , channels] = x!.shape as [number, number, number, number];
  const kept = Float32Array.from({ length: batch * channels }, () =>
    stream.next() < rate ? 0 : 1 / (1 - rate),
  );
  return { value: tf.mul(x!, tf.tensor(kept, [batch, 1, 1, channels])) };
};
