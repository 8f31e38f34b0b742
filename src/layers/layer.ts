/* What every kind of layer is here: a function from tensors to a tensor. */
import type * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../backend/random";
import type { LayerType, NormalLayerOf } from "../spec/language";

/** What a layer may know of the run around it. */
export interface LayerContext {
  readonly training: boolean;
  /** Random draws of this layer at this step. */
  readonly random: () => RandomStream;
  /** Which steps of each input count, `[batch, steps]` of 1 and 0, of a layer that goes by it; absent: all of them. */
  readonly masks?: readonly (tf.Tensor | undefined)[];
}

/** What a layer makes of its inputs. */
export interface LayerResult {
  /** `[batch, ...shape]`. */
  readonly value: tf.Tensor;
  /** New values of non-trainable variables (moving statistics), by position in `weights`. */
  readonly updates?: ReadonlyMap<number, tf.Tensor>;
}

/**
 * A kind of layer on tensors. Differentiable in its float inputs and in its trainable weights.
 *
 * `weights` come in the order in which `src/graph/layers` declares them. `inputs` and `weights` have the shapes that
 * `src/graph` computed; nothing is checked again here.
 */
export type Apply<T extends LayerType> = (
  layer: NormalLayerOf<T>,
  inputs: readonly tf.Tensor[],
  weights: readonly tf.Tensor[],
  context: LayerContext,
) => LayerResult;
