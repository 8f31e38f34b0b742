import * as tf from "@tensorflow/tfjs-core";
import type { LayerType, NormalLayer } from "../spec/language";
import { activation } from "./activation";
import { batchNormalization } from "./batch-normalization";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { depthwiseConv2d } from "./depthwise-conv2d";
import { dropout } from "./dropout";
import { embedding } from "./embedding";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d";
import type { Apply, LayerContext, LayerResult } from "./layer";
import { layerNormalization } from "./layer-normalization";
import { add, concatenate, multiply } from "./merging";
import { averagePooling2d, maxPooling2d } from "./pooling2d";
import { flatten, reshape } from "./reshaping";
import { separableConv2d } from "./separable-conv2d";

const layers: { readonly [T in LayerType]: Apply<T> } = {
  dense,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  flatten,
  reshape,
  dropout,
  batchNormalization,
  layerNormalization,
  embedding,
  activation,
  add,
  multiply,
  concatenate,
};

/**
 * Runs one layer, with Keras 3's semantics.
 *
 * The value and the updates are the caller's (or its tidy's); intermediate tensors are gone. The value may be the
 * input itself (dropout at inference).
 *
 * @param inputs `[batch, ...shape]` each, with the shapes that `src/graph` computed
 * @param weights in the layer's own order: kernel, bias; depthwise kernel, pointwise kernel, bias; gamma, beta,
 *   movingMean, movingVariance; embeddings
 */
export function applyLayer(
  layer: NormalLayer,
  inputs: readonly tf.Tensor[],
  weights: readonly tf.Tensor[],
  context: LayerContext,
): LayerResult {
  // The table's type ties each function to its own layer; indexing by a union loses that.
  const apply = layers[layer.type] as unknown as Apply<LayerType>;
  let updates: [number, tf.Tensor][] = [];
  const [value] = tf.tidy(() => {
    const result = apply(layer, inputs, weights, context);
    updates = [...(result.updates ?? [])];
    return [result.value, ...updates.map(([, update]) => update)];
  });
  return updates.length === 0 ? { value: value } : { value: value, updates: new Map(updates) };
}
