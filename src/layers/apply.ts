import * as tf from "@tensorflow/tfjs-core";
import type { LayerType, NormalLayer } from "../spec/language";
import type { Apply, LayerContext, LayerResult } from "./layer";
import { layers } from "./table.generated";

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
