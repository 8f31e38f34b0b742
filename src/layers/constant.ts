import * as tf from "@tensorflow/tfjs-core";
import { asWritten } from "../graph/layers/as-written";
import { sizeOf } from "../shape";
import type { Apply } from "./layer";

/** The value once for each row of what enters. */
export const constant: Apply<"constant"> = (layer, [x]) => {
  const { value, dtype } = layer;
  const { shape } = asWritten(layer);
  const batch = x!.shape[0];
  const own = shape ?? (typeof value === "number" ? [] : [value.length]);
  const size = sizeOf(own);
  const values = new (dtype === "int32" ? Int32Array : Float32Array)(batch * size);
  if (typeof value === "number") values.fill(value);
  else for (let row = 0; row < batch; row++) values.set(value, row * size);
  return { value: tf.tensor(values, [batch, ...own], dtype) };
};
