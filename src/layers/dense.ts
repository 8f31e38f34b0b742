import * as tf from "@tensorflow/tfjs-core";
import { applyActivation } from "./activations";
import { addBias } from "./bias";
import type { Apply } from "./layer";

/** `[batch, ..., in]` -> `[batch, ..., units]`; kernel `[in, units]`, bias `[units]`. */
export const dense: Apply<"dense"> = (layer, [x], [kernel, bias]) => {
  const input = x!;
  const width = input.shape.at(-1)!;
  const rows = input.rank === 2 ? input : tf.reshape(input, [input.size / width, width]);
  const product = addBias(tf.matMul(rows, kernel!), bias);
  const value = input.rank === 2 ? product : tf.reshape(product, [...input.shape.slice(0, -1), layer.units]);
  return { value: applyActivation(layer.activation, value) };
};
