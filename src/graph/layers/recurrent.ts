/* Layers with a state that goes from step to step: simpleRNN, gru, lstm. */
import type { Initializer, NormalLayerOf } from "../../spec/language";
import type { MaskRule } from "../mask";
import { isMessage, type Message } from "../message";
import type { Kind, Outcome, Value, Weight } from "./kind";
import { activationFlops, weight } from "./kind";
import { requireSequence } from "./sequence";

type Recurrent = NormalLayerOf<"simpleRNN" | "gru" | "lstm">;

/** What tells one cell from another. */
interface Cell {
  /** How many times as wide as the state its kernels are: one part for each gate and one for the new value. */
  readonly parts: number;
  /** Shape of the bias. */
  readonly bias: readonly number[];
  /** Parts of the bias that start at 1. */
  readonly ones?: readonly [number, number];
  /** Sums and products of the state for one unit at one step, apart from the matrix products and the bias. */
  readonly arithmetic: number;
  /** FLOPs of the activations at one step. */
  readonly activations: number;
}

/**
 * `[steps, channels]` -> `[units]`, or `[steps, units]`; twice as wide in both directions. Kernel `[channels, parts ·
 * units]`, recurrentKernel `[units, parts · units]`, bias; those of both directions one after the other.
 *
 * FLOPs for each step: both products (2 for each weight), their sum and the bias (1 for each part of each unit), and the
 * arithmetic of the state.
 */
function infer(layer: Recurrent, input: Value, cell: Cell): Outcome | Message {
  const sequence = requireSequence(layer.type, input);
  if (isMessage(sequence)) return sequence;
  const [steps, channels] = sequence;
  const { units, direction } = layer;
  const width = cell.parts * units;
  const both = direction === "both";
  const perStep =
    2 * (channels + units) * width +
    width +
    (layer.useBias ? cell.bias.reduce((size, length) => size * length, 1) : 0) +
    cell.arithmetic * units +
    cell.activations;
  const out = both ? 2 * units : units;
  return {
    shape: layer.returnSequences ? [steps, out] : [out],
    dtype: "float32",
    weights: both
      ? [...weightsOf(layer, channels, cell, "forward"), ...weightsOf(layer, channels, cell, "backward")]
      : weightsOf(layer, channels, cell, ""),
    flops: steps * perStep * (both ? 2 : 1),
  };
}

function weightsOf(layer: Recurrent, channels: number, cell: Cell, prefix: string): Weight[] {
  const named = (name: string, shape: readonly number[], initializer: Initializer) =>
    weight(prefix === "" ? name : `${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`, shape, initializer);
  const width = cell.parts * layer.units;
  const kernels = [
    named("kernel", [channels, width], layer.kernelInitializer),
    named("recurrentKernel", [layer.units, width], layer.recurrentInitializer),
  ];
  if (!layer.useBias) return kernels;
  const bias = named("bias", cell.bias, layer.biasInitializer);
  return [...kernels, cell.ones ? { ...bias, ones: cell.ones } : bias];
}

/** Steps that do not count leave the state as it was. */
const mask = ({ returnSequences }: Recurrent): MaskRule =>
  returnSequences ? { uses: true, gives: { from: "first" } } : { uses: true };

/** A kernel of one part. */
export const simpleRNN: Kind<"simpleRNN"> = {
  arity: "one",
  mask,
  infer: (layer, input) =>
    infer(layer, input, {
      parts: 1,
      bias: [layer.units],
      arithmetic: 0,
      activations: activationFlops(layer.activation, layer.units),
    }),
};

/** Three parts: update gate, reset gate, new value. With `resetAfter` a bias for each of the two products, `[2, 3 · units]`. */
export const gru: Kind<"gru"> = {
  arity: "one",
  mask,
  infer: (layer, input) =>
    infer(layer, input, {
      parts: 3,
      bias: layer.resetAfter ? [2, 3 * layer.units] : [3 * layer.units],
      // reset · state, and h = new + gate · (old - new).
      arithmetic: 4,
      activations:
        activationFlops(layer.recurrentActivation, 2 * layer.units) +
        activationFlops(layer.activation, layer.units),
    }),
};

/** Four parts: input gate, forget gate, new value, output gate. */
export const lstm: Kind<"lstm"> = {
  arity: "one",
  mask,
  infer: (layer, input) =>
    infer(layer, input, {
      parts: 4,
      bias: [4 * layer.units],
      ...(layer.unitForgetBias && { ones: [layer.units, 2 * layer.units] as const }),
      // forget · memory + gate · new, and output · activation(memory).
      arithmetic: 4,
      activations:
        activationFlops(layer.recurrentActivation, 3 * layer.units) +
        activationFlops(layer.activation, 2 * layer.units),
    }),
};
