import * as tf from "@tensorflow/tfjs-core";
import { addBias } from "./bias";
import { dropped } from "./dropout";
import type { Apply } from "./layer";

/**
 * softmax(query · keyᵀ / sqrt(keyDim)) · value in each head, then all heads through the output's kernel. Query
 * `[batch, steps, d]`, value and key `[batch, keys, …]` -> `[batch, steps, d]`.
 */
export const multiHeadAttention: Apply<"multiHeadAttention"> = (layer, inputs, weights, context) => {
  const query = inputs[0] as tf.Tensor3D;
  const value = (inputs[1] ?? query) as tf.Tensor3D;
  const key = (inputs[2] ?? value) as tf.Tensor3D;
  const each = layer.useBias ? 2 : 1;
  const weightsOf = (i: number) => weights.slice(i * each, (i + 1) * each);
  const scaled = tf.mul<tf.Tensor3D>(split(query, weightsOf(0)), 1 / Math.sqrt(layer.keyDim));
  const fits = tf.matMul<tf.Tensor3D>(scaled, split(key, weightsOf(1)), false, true);
  const [batch, steps, keys] = [query.shape[0], query.shape[1], key.shape[1]];
  const hidden = layer.causal ? later(steps, keys) : undefined;
  const shares = tf.softmax<tf.Tensor3D>(hidden ? tf.add<tf.Tensor3D>(fits, hidden) : fits);
  const kept = context.training ? dropped(shares, layer.dropout, context.random) : shares;
  const heads = tf.matMul<tf.Tensor3D>(kept, split(value, weightsOf(2)));
  return { value: joined(heads, batch, layer.numHeads, weightsOf(3)) };
};

/** What Keras adds to what is not to be seen. */
const HIDDEN = -1e9;

/** `[1, steps, keys]`: keeps each step from those after it. */
function later(steps: number, keys: number): tf.Tensor3D {
  const values = Float32Array.from({ length: steps * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? HIDDEN : 0,
  );
  return tf.tensor3d(values, [1, steps, keys]);
}

/** `[batch, steps, c]` by a kernel `[c, heads, width]` and a bias `[heads, width]` -> `[batch · heads, steps, width]`. */
function split(x: tf.Tensor3D, [kernel, bias]: readonly tf.Tensor[]): tf.Tensor3D {
  const [batch, steps, channels] = x.shape;
  const [, heads, width] = kernel!.shape as [number, number, number];
  const product = addBias(
    tf.matMul(
      tf.reshape<tf.Rank.R2>(x, [batch * steps, channels]),
      tf.reshape<tf.Rank.R2>(kernel!, [channels, heads * width]),
    ),
    bias && tf.reshape(bias, [heads * width]),
  );
  const apart = tf.transpose(tf.reshape(product, [batch, steps, heads, width]), [0, 2, 1, 3]);
  return tf.reshape(apart, [batch * heads, steps, width]);
}

/** `[batch · heads, steps, width]` by a kernel `[heads, width, d]` and a bias `[d]` -> `[batch, steps, d]`. */
function joined(
  x: tf.Tensor3D,
  batch: number,
  heads: number,
  [kernel, bias]: readonly tf.Tensor[],
): tf.Tensor3D {
  const [, steps, width] = x.shape;
  const [, , out] = kernel!.shape as [number, number, number];
  const together = tf.transpose(tf.reshape(x, [batch, heads, steps, width]), [0, 2, 1, 3]);
  const product = tf.matMul(
    tf.reshape<tf.Rank.R2>(together, [batch * steps, heads * width]),
    tf.reshape<tf.Rank.R2>(kernel!, [heads * width, out]),
  );
  return tf.reshape(addBias(product, bias), [batch, steps, out]);
}
