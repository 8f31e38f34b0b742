/*
 * What a kind of layer says of itself, from its options and its inputs' shapes alone.
 *
 * FLOPs are counted as TensorFlow's profiler counts them (python/profiler/internal/flops_registry.py): forward, for one
 * sample, a multiply-add is two, adding a bias one for each output, a pooling window its area for each output, softmax
 * five for each element. Other activations and copies of values (flatten, concatenate, an embedding's look-up) count as none.
 */
import type { Activation, Initializer, LayerType, NormalLayer, NormalLayerOf } from "../../spec/language";
import type { DataType, Shape } from "../ir";
import type { Message } from "../message";
import * as messages from "../messages";

/** One value that enters a layer: what the author calls it, and what it is for one sample. */
export interface Value {
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** One weight of a layer, by its name inside the layer. */
export interface Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** False for moving statistics. */
  readonly trainable: boolean;
}

/** What a layer makes of its inputs. */
export interface Outcome {
  readonly shape: Shape;
  readonly dtype: DataType;
  /** In the layer's own order. */
  readonly weights: readonly Weight[];
  /** Forward, for one sample. */
  readonly flops: number;
}

/** A kind of layer: its outcome, or what is wrong. */
export interface Kind<T extends LayerType> {
  /** How many values it takes. */
  readonly arity: "one" | "several";
  readonly infer: (layer: NormalLayerOf<T>, first: Value, inputs: readonly Value[]) => Outcome | Message;
  /** Of a layer that follows the statistics of its batches while it trains. */
  readonly statistics?: (layer: NormalLayerOf<T>) => MovingStatistics;
  /** Of a layer that takes in ids: how many it knows, from 0. */
  readonly ids?: (layer: NormalLayerOf<T>) => number;
}

/** A kind of layer, whichever it is. */
export type AnyKind = Omit<Kind<LayerType>, "infer" | "statistics" | "ids"> & {
  readonly infer: (layer: NormalLayer, first: Value, inputs: readonly Value[]) => Outcome | Message;
  readonly statistics?: (layer: NormalLayer) => MovingStatistics;
  readonly ids?: (layer: NormalLayer) => number;
};

export interface MovingStatistics {
  /** The share of the old ones that stays at each step. */
  readonly momentum: number;
  /** How many of the layer's weights they are: the last ones. */
  readonly weights: number;
}

/** FLOPs of an activation on `size` values. */
export function activationFlops(activation: Activation, size: number): number {
  return activation === "softmax" ? 5 * size : 0;
}

/** A trainable weight. */
export function weight(name: string, shape: Shape, initializer: Initializer): Weight {
  return { name, shape, initializer, trainable: true };
}

/** `[weight]` or nothing. */
export function weightIf(
  wanted: boolean,
  name: string,
  shape: Shape,
  initializer: Initializer,
): readonly Weight[] {
  return wanted ? [weight(name, shape, initializer)] : [];
}

/** Refuses whole numbers where a layer computes with real ones. */
export function requireFloat(type: string, value: Value): Message | undefined {
  return value.dtype === "float32" ? undefined : messages.integersEnter(type, value.path);
}

/** Refuses integers, and shapes that have not exactly `[height, width, channels]`. */
export function requireImage(type: string, value: Value): Message | readonly [number, number, number] {
  const [height, width, channels] = value.shape;
  if (value.shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    return messages.notAnImage(type, value.shape);
  }
  return requireFloat(type, value) ?? [height, width, channels];
}

/** Refuses integers, and single numbers, which have no last axis; the length of the last axis. */
export function requireLastAxis(type: string, value: Value): Message | number {
  const last = value.shape.at(-1);
  if (last === undefined) return messages.noAxis(type);
  return requireFloat(type, value) ?? last;
}
