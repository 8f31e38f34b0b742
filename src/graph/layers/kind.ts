/*
 * What a kind of layer says of itself, from its options and its inputs' shapes alone.
 *
 * FLOPs are counted as TensorFlow's profiler counts them (python/profiler/internal/flops_registry.py): forward, for one
 * sample, a multiply-add is two, adding a bias one for each output, a pooling window its area for each output, softmax
 * five for each element. Other activations and copies of values (flatten, concatenate, an embedding's look-up) count as none.
 */
import type { Activation, Initializer, LayerType, NormalLayer, NormalLayerOf } from "../../spec/language";
import type { DataType, Shape } from "../ir";
import type { Mask, MaskRule } from "../mask";
import type { Message } from "../message";
import * as messages from "../messages";

/** One value that enters a layer: what the author calls it, and what it is for one sample. */
export interface Value {
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Where its mask comes from, if it has one. */
  readonly mask?: Mask;
}

/** One weight of a layer, by its name inside the layer. */
export interface Weight {
  readonly name: string;
  readonly shape: Shape;
  /** How it starts; a number: all its values with that one. */
  readonly initializer: Initializer | number;
  /** False for moving statistics. */
  readonly trainable: boolean;
  /** Some of its last axis, from the first to before the second, that start at 1 whatever the initialiser says. */
  readonly ones?: readonly [from: number, to: number];
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
  /** How many values it takes; several: two or more; any: its own `infer` says. */
  readonly arity: Arity;
  readonly infer: (layer: NormalLayerOf<T>, first: Value, inputs: readonly Value[]) => Outcome | Message;
  /** Of a layer that follows the statistics of its batches while it trains. */
  readonly statistics?: (layer: NormalLayerOf<T>) => MovingStatistics;
  /** What becomes of the masks of padded sequences. Absent: they end here, which is warned of. */
  readonly mask?: (layer: NormalLayerOf<T>, first: { readonly shape: Shape }) => MaskRule | undefined;
  /** Of a layer that takes in integers that must be among those it knows. */
  readonly ids?: (layer: NormalLayerOf<T>, inputs: readonly Shape[]) => Ids | undefined;
  /** Whether no gradient goes back into its input at this position. Without it, one goes into each. */
  readonly stopsGradient?: (position: number) => boolean;
}

export type Arity = "one" | "two" | "one or two" | "several" | "any";

/** The integers that a layer can take in: from 0 on. */
export interface Ids {
  /** Which of its inputs holds them. */
  readonly input: number;
  readonly count: number;
  /** What one of them is called. */
  readonly noun: "id" | "index";
  /** What to do about one that is out of range; `path` is the layer's. */
  readonly hint: (path: string) => string;
}

/** A kind of layer, whichever it is. */
export type AnyKind = Omit<Kind<LayerType>, "infer" | "statistics" | "ids" | "mask"> & {
  readonly infer: (layer: NormalLayer, first: Value, inputs: readonly Value[]) => Outcome | Message;
  readonly statistics?: (layer: NormalLayer) => MovingStatistics;
  readonly mask?: (layer: NormalLayer, first: { readonly shape: Shape }) => MaskRule | undefined;
  readonly ids?: (layer: NormalLayer, inputs: readonly Shape[]) => Ids | undefined;
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
export function weight(name: string, shape: Shape, initializer: Weight["initializer"]): Weight {
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
