import * as tf from "@tensorflow/tfjs-core";
import { addBias } from "./bias";
import { dropped } from "./dropout";
import type { Apply, LayerContext } from "./layer";

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
  const parts = [...(layer.causal ? [notLater(steps, keys)] : []), ...masksOf(inputs.length, context.masks)];
  const shares = parts.length === 0 ? tf.softmax(fits) : seenOnly(fits, seenBy(parts, layer.numHeads));
  const kept = context.training ? dropped(shares, layer.dropout, context.random) : shares;
  const heads = tf.matMul<tf.Tensor3D>(kept, split(value, weightsOf(2)));
  return { value: joined(heads, batch, layer.numHeads, weightsOf(3)) };
};

/** What stands in place of how well a key fits that is not to be seen, as in Keras. */
const HIDDEN = -1e9;

/** `[1, steps, keys]`: 1 where a key is not after its step. */
function notLater(steps: number, keys: number): tf.Tensor {
  const values = Float32Array.from({ length: steps * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? 0 : 1,
  );
  return tf.tensor3d(values, [1, steps, keys]);
}

/** Of the query `[batch, steps, 1]`, of value and key `[batch, 1, keys]`, as far as they are masked. */
function masksOf(inputs: number, masks: LayerContext["masks"] = []): tf.Tensor[] {
  const [query, value = inputs === 1 ? query : undefined, key] = masks;
  const keys = [value, key].flatMap((mask) => (mask ? [tf.expandDims(mask, 1)] : []));
  return query ? [tf.expandDims(query, 2), ...keys] : keys;
}

/** 1 where all of these see, `[batch · heads or 1, steps or 1, keys or 1]`. */
function seenBy(parts: readonly tf.Tensor[], heads: number): tf.Tensor {
  const all = parts.reduce((one, other) => tf.mul(one, other));
  const [batch, steps, keys] = all.shape as [number, number, number];
  if (parts.length === 1 && batch === 1) return all;
  const each = tf.tile(tf.reshape(all, [batch, 1, steps, keys]), [1, heads, 1, 1]);
  return tf.reshape(each, [batch * heads, steps, keys]);
}

/** The softmax over the keys that are seen; a step that sees none, which is padding itself, sees all alike, as in Keras. */
function seenOnly(fits: tf.Tensor3D, seen: tf.Tensor): tf.Tensor3D {
  const hidden = tf.mul(tf.sub(1, seen), HIDDEN);
  return tf.softmax(tf.add<tf.Tensor3D>(tf.mul(fits, seen), hidden));
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
