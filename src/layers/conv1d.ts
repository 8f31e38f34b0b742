import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../spec/language";
import { applyActivation } from "./activations";
import { addBias } from "./bias";
import type { Apply } from "./layer";

/** `[batch, steps, c]` -> `[batch, steps', filters]`; kernel `[k, c / groups, filters]`, bias `[filters]`. */
export const conv1d: Apply<"conv1d"> = (layer, [x], [kernel, bias]) => {
  const sequence = convolved(layer, x as tf.Tensor3D, kernel as tf.Tensor3D);
  return { value: applyActivation(layer.activation, addBias(sequence, bias)) };
};

type Options = NormalLayerOf<"conv1d">;

/** Each group of channels by its own filters, side by side. */
function convolved(layer: Options, x: tf.Tensor3D, kernel: tf.Tensor3D): tf.Tensor3D {
  const { groups } = layer;
  if (groups === 1) return slid(layer, x, kernel);
  const kernels = tf.split(kernel, groups, 2);
  return tf.concat3d(
    tf.split(x, groups, 2).map((part, i) => slid(layer, part as tf.Tensor3D, kernels[i] as tf.Tensor3D)),
    2,
  );
}

/** A sequence is an image one pixel high. */
function slid(layer: Options, x: tf.Tensor3D, kernel: tf.Tensor3D): tf.Tensor3D {
  const { dilationRate, strides, padding } = layer;
  if (dilationRate > 1) return dilated(layer, x, kernel);
  const ready = padding === "causal" ? padded(x, kernel.shape[0] - 1, 0) : x;
  const [batch, steps, channels] = ready.shape;
  const image = tf.conv2d(
    tf.reshape<tf.Rank.R4>(ready, [batch, 1, steps, channels]),
    tf.reshape<tf.Rank.R4>(kernel, [1, ...kernel.shape]),
    [1, strides],
    padding === "same" ? "same" : "valid",
  );
  return tf.reshape(image, [batch, image.shape[2], image.shape[3]]);
}

/**
 * A convolution of every r-th step. Written as an image of r columns, `[steps / r, r]`, the steps that belong together
 * stand below each other, and a plain convolution with a kernel one column wide does it: tfjs has no gradient of dilated
 * ones.
 */
function dilated({ dilationRate, padding }: Options, x: tf.Tensor3D, kernel: tf.Tensor3D): tf.Tensor3D {
  const [batch, steps, channels] = x.shape;
  const reach = (kernel.shape[0] - 1) * dilationRate;
  const before = padding === "causal" ? reach : padding === "same" ? Math.floor(reach / 2) : 0;
  const after = padding === "same" ? reach - before : 0;
  const rows = Math.ceil((before + steps + after) / dilationRate);
  const filled = padded(x, before, rows * dilationRate - before - steps);
  const image = tf.conv2d(
    tf.reshape<tf.Rank.R4>(filled, [batch, rows, dilationRate, channels]),
    tf.reshape<tf.Rank.R4>(kernel, [kernel.shape[0], 1, kernel.shape[1], kernel.shape[2]]),
    1,
    "valid",
  );
  const [, height, , filters] = image.shape;
  const all = tf.reshape<tf.Rank.R3>(image, [batch, height * dilationRate, filters]);
  return tf.slice(all, [0, 0, 0], [batch, before + steps + after - reach, filters]);
}

function padded(x: tf.Tensor3D, before: number, after: number): tf.Tensor3D {
  if (before === 0 && after === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
}
