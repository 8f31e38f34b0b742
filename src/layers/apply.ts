import * as tf from "@tensorflow/tfjs-core";
import type { LayerType, NormalLayer } from "../spec/language";
import { kindOf } from "../graph/layers";
import type { AnyKind } from "../graph/layers/kind";
import type { LayerContext, LayerResult } from "./layer";
import { layers } from "./table.generated";

/** A kind of layer, whichever it is. */
export type AnyApply = (
  layer: NormalLayer,
  inputs: readonly tf.Tensor[],
  weights: readonly tf.Tensor[],
  context: LayerContext,
) => LayerResult;

// The table's type ties each function to its own layer; a name from elsewhere loses that.
const builtIn = layers as unknown as Readonly<Record<LayerType, AnyApply>>;

/**
 * What layers of one's own do, by what `src/graph` knows of them and not by name: a network that was built keeps the kinds
 * that it was built with, both halves of them.
 */
export const ownLayers = new WeakMap<AnyKind, AnyApply>();

function functionOf(layer: NormalLayer): AnyApply {
  return ownLayers.get(kindOf(layer)) ?? builtIn[layer.type as LayerType];
}

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
  const apply = functionOf(layer);
  let updates: [number, tf.Tensor][] = [];
  const [value] = tf.tidy(() => {
    const result = apply(layer, inputs, weights, context);
    updates = [...(result.updates ?? [])];
    return [result.value, ...updates.map(([, update]) => update)];
  });
  return updates.length === 0 ? { value: value } : { value: value, updates: new Map(updates) };
}
