/* Layers with a state that goes from step to step, `[batch, steps, c]` -> `[batch, units]` or `[batch, steps, units]`. */
import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../spec/language";
import { addBias } from "./bias";
import type { Apply, LayerResult } from "./layer";
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
    mask: undefined,
    backward,
    returnSequences: layer.returnSequences,
  });
}

function recurrent(layer: Recurrent, cell: Cell, x: tf.Tensor, weights: Weights): LayerResult {
  const { direction } = layer;
  const input = x as tf.Tensor3D;
  if (direction !== "both") return { value: oneWay(layer, cell, input, weights, direction === "backward") };
  const half = weights.length / 2;
  const forward = oneWay(layer, cell, input, weights.slice(0, half), false);
  const backward = oneWay(layer, cell, input, weights.slice(half), true);
  return { value: tf.concat([forward, backward], -1) };
}

/** h' = activation(x · kernel + h · recurrentKernel + bias). */
export const simpleRNN: Apply<"simpleRNN"> = (layer, [x], weights) =>
  recurrent(layer, simpleRnnCell(layer), x!, weights);

/** A gated recurrent unit (Cho et al. 2014), with Keras' order of the gates: update, reset, new value. */
export const gru: Apply<"gru"> = (layer, [x], weights) => recurrent(layer, gruCell(layer), x!, weights);

/** Long short-term memory (Hochreiter and Schmidhuber 1997), with Keras' order of the gates: input, forget, new value, output. */
export const lstm: Apply<"lstm"> = (layer, [x], weights) => recurrent(layer, lstmCell(layer), x!, weights);
