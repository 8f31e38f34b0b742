/* Layers with a state that goes from step to step, `[batch, steps, c]` -> `[batch, units]` or `[batch, steps, units]`. */
import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../spec/language";
import { addBias } from "./bias";
import type { Apply, LayerContext, LayerResult } from "./layer";
import type { Cell } from "./recurrent/cell";
import { gruCell } from "./recurrent/gru-cell";
import { lstmCell } from "./recurrent/lstm-cell";
import { runCell } from "./recurrent/run-cell";
import { simpleRnnCell } from "./recurrent/simple-rnn-cell";

type Recurrent = NormalLayerOf<"simpleRNN" | "gru" | "lstm">;

/** One direction's weights: kernel, recurrentKernel, bias. */
type Weights = readonly (tf.Tensor | undefined)[];

function oneWay(
  layer: Recurrent,
  cell: Cell,
  x: tf.Tensor3D,
  [kernel, recurrentKernel, bias]: Weights,
  mask: tf.Tensor2D | undefined,
  backward: boolean,
): tf.Tensor {
  // A bias of two rows: the second belongs to the recurrent product.
  const [inputBias, recurrentBias] = bias?.rank === 2 ? tf.unstack(bias, 0) : [bias];
  const [batch, steps, channels] = x.shape;
  // All steps in one product.
  const product = addBias(
    tf.matMul(tf.reshape(x, [batch * steps, channels]), kernel as tf.Tensor2D),
    inputBias,
  );
  return runCell({
    cell,
    units: layer.units,
    inputs: tf.reshape<tf.Rank.R3>(product, [batch, steps, kernel!.shape[1]!]),
    weights: recurrentBias ? [recurrentKernel!, recurrentBias] : [recurrentKernel!],
    mask,
    backward,
    returnSequences: layer.returnSequences,
  });
}

function recurrent(
  layer: Recurrent,
  cell: Cell,
  x: tf.Tensor,
  weights: Weights,
  { masks }: LayerContext,
): LayerResult {
  const mask = masks?.[0] as tf.Tensor2D | undefined;
  const { direction } = layer;
  const input = x as tf.Tensor3D;
  if (direction !== "both") {
    return { value: oneWay(layer, cell, input, weights, mask, direction === "backward") };
  }
  const half = weights.length / 2;
  const forward = oneWay(layer, cell, input, weights.slice(0, half), mask, false);
  const backward = oneWay(layer, cell, input, weights.slice(half), mask, true);
  const both = tf.concat([forward, backward], -1);
  // As in Keras' Bidirectional: steps that do not count are 0.
  return { value: mask && layer.returnSequences ? tf.mul(both, tf.expandDims(mask, 2)) : both };
}

/** h' = activation(x · kernel + h · recurrentKernel + bias). */
export const simpleRNN: Apply<"simpleRNN"> = (layer, [x], weights, context) =>
  recurrent(layer, simpleRnnCell(layer), x!, weights, context);

/** A gated recurrent unit (Cho et al. 2014), with Keras' order of the gates: update, reset, new value. */
export const gru: Apply<"gru"> = (layer, [x], weights, context) =>
  recurrent(layer, gruCell(layer), x!, weights, context);

/** Long short-term memory (Hochreiter and Schmidhuber 1997), with Keras' order of the gates: input, forget, new value, output. */
export const lstm: Apply<"lstm"> = (layer, [x], weights, context) =>
  recurrent(layer, lstmCell(layer), x!, weights, context);
