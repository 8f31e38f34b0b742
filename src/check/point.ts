/* Where a function is looked at: tensors that are drawn, or given. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";

/** Numbers in lists, as deep as the tensor has axes. */
export type Nested = number | readonly Nested[];

/**
 * A value, batch axis included: a tensor, numbers, or a shape whose values are drawn: from -1 to 1, or whole numbers from 0
 * below `below` (4 without it).
 */
export type GivenValue =
  | tf.Tensor
  | readonly Nested[]
  | { readonly shape: readonly number[]; readonly dtype?: "float32" | "int32"; readonly below?: number };

/** `Array.isArray`, for a list that nobody may change. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Uniform in [-1, 1). */
export function drawn(size: number, seed: number, ...path: (string | number)[]): Float64Array {
  const stream = randomStream(seed, "check", ...path);
  return Float64Array.from({ length: size }, () => 2 * stream.next() - 1);
}

/** A tensor of its own: the caller's. */
export function tensorOf(value: GivenValue, seed: number, name: string): tf.Tensor {
  if (value instanceof tf.Tensor) return tf.clone(value);
  if (Array.isArray(value)) return tf.tensor(value as number[]);
  const { shape, dtype = "float32", below = 4 } = value as Exclude<GivenValue, tf.Tensor | readonly Nested[]>;
  if (!isList(shape) || !shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new EspalierError(`${name} is neither a tensor nor numbers nor { shape: [ … ] }`, {
      hint: "a shape has whole lengths, the batch axis first",
    });
  }
  const values = drawn(sizeOf(shape), seed, name);
  if (dtype === "float32") return tf.tensor(Float32Array.from(values), [...shape]);
  return tf.tensor(
    Int32Array.from(values, (x) => Math.floor(((x + 1) / 2) * below)),
    [...shape],
    "int32",
  );
}
