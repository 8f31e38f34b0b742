import * as tf from "@tensorflow/tfjs-core";
import { asWritten } from "../graph/layers/as-written";
import { axisOf, rangeOf, replaceAxis } from "../graph/layers/axes";
import type { Apply } from "./layer";

/** A part of `x` along one axis; one position alone leaves no axis. */
export const slice: Apply<"slice"> = (layer, [x]) => {
  const input = x!;
  const [batch, ...shape] = input.shape as [number, ...number[]];
  const axis = axisOf(layer.axis, shape);
  const [start, end] = rangeOf(layer, shape[axis]!);
  const begin = input.shape.map((_, i) => (i === axis + 1 ? start : 0));
  const kept = [batch, ...replaceAxis(shape, axis, [end - start])];
  const part = tf.slice(input, begin, kept);
  const { at } = asWritten(layer);
  return { value: at === undefined ? part : tf.reshape(part, [batch, ...replaceAxis(shape, axis, [])]) };
};
