/* Inputs that are brought to a common scale, by the statistics that `fit-scales.ts` found. */
import * as tf from "@tensorflow/tfjs-core";
import type { Input } from "../graph/ir";

/** A batch's input on the network's scale: `[rows, ...shape]`; as it is where the input is not scaled. */
export function scaled(
  input: Input | undefined,
  value: tf.Tensor,
  weights: ReadonlyMap<string, tf.Tensor>,
): tf.Tensor {
  const [shift, divisor] = input?.variables ?? [];
  if (shift === undefined || divisor === undefined || value.shape[0] === 0) return value;
  return tf.div(tf.sub(value, weights.get(shift)!), weights.get(divisor)!);
}
