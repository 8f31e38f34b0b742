/* Which steps of a value count, `[rows, steps]`: 1 where they do, 0 where they are padding. No gradient passes. */
import * as tf from "@tensorflow/tfjs-core";
import { stopGradient } from "../../backend/stop-gradient";
import type { BatchInput } from "../batch";
import { addBack } from "./rows";

/** Of values: a step counts unless it is `padding`, or with `alongLast` unless all of its channels are. */
export function maskOfValues(x: tf.Tensor, padding: number, alongLast: boolean): tf.Tensor {
  const differs = tf.notEqual(stopGradient(x), tf.scalar(padding, x.dtype));
  return tf.cast(alongLast ? tf.any(differs, -1) : differs, "float32");
}

/** The steps that each sample of an input has: all, where nothing else is known. */
export function maskOfLengths({ tensor, lengths }: BatchInput): tf.Tensor2D {
  const [rows, steps] = tensor.shape as [number, number];
  const mask = new Float32Array(rows * steps).fill(lengths ? 0 : 1);
  lengths?.forEach((length, row) => mask.fill(1, row * steps, row * steps + length));
  return tf.tensor2d(mask, [rows, steps]);
}

/** A step counts where it does in both. `before` may know fewer axes: it then says of all that lies along the others. */
export function bothMasks(before: tf.Tensor, own: tf.Tensor): tf.Tensor {
  const axes = own.shape.map((length, axis) => (axis < before.rank ? length : 1));
  return tf.mul(tf.reshape(before, axes), own);
}

/** A step counts where it does in one of these. */
export const eitherMask = (masks: readonly tf.Tensor[]): tf.Tensor =>
  masks.reduce((one, other) => tf.maximum(one, other));

/** The steps of several values one after the other. */
export function besideMask(
  parts: readonly { readonly value: tf.Tensor; readonly mask: tf.Tensor | undefined }[],
): tf.Tensor {
  return tf.concat(
    parts.map(({ value, mask }) => mask ?? tf.ones(value.shape.slice(0, 2))),
    1,
  );
}

/**
 * The masks of a route's branches for its rows: a step counts where it does in one of the branches that ran, and nowhere in a row
 * that no branch took.
 *
 * @param parts, places, size, shape as those of `addBack`
 */
export const maskBack = (...given: Parameters<typeof addBack>): tf.Tensor => tf.minimum(addBack(...given), 1);
