import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../../spec/language";
import { gradientOf, recorded, type Cell } from "./cell";

/**
 * [i, f, g, o] = x + h · U; c' = σ(f) · c + σ(i) · activation(g); h' = σ(o) · activation(c'), with `recurrentActivation`
 * for σ. States: h, c.
 */
export function lstmCell({ activation, recurrentActivation }: NormalLayerOf<"lstm">): Cell {
  const [act, gate] = [recorded(activation), recorded(recurrentActivation)];
  const [actGradient, gateGradient] = [gradientOf(activation), gradientOf(recurrentActivation)];
  return {
    states: 2,
    step(x, [h, c], [kernel]) {
      const all = tf.split(tf.add(x, tf.matMul(h!, kernel as tf.Tensor2D)), 4, 1);
      const [i, f, g, o] = [gate(all[0]!), gate(all[1]!), act(all[2]!), gate(all[3]!)];
      const memory = tf.add<tf.Tensor2D>(tf.mul(f, c!), tf.mul(i, g));
      const seen = act(memory);
      return { states: [tf.mul(o, seen), memory], kept: [i, f, g, o, seen] };
    },
    ...(actGradient &&
      gateGradient && {
        back: ([kernel]) => {
          const turned = tf.transpose(kernel as tf.Tensor2D);
          return ([dh, dc], [i, f, g, o, seen], [before, memory]) => {
            const dMemory = tf.add<tf.Tensor2D>(dc!, actGradient(tf.mul(dh!, o!), seen!));
            const input = tf.concat2d(
              [
                gateGradient(tf.mul(dMemory, g!), i!),
                gateGradient(tf.mul(dMemory, memory!), f!),
                actGradient(tf.mul(dMemory, i!), g!),
                gateGradient(tf.mul(dh!, seen!), o!),
              ],
              1,
            );
            return {
              input,
              states: [tf.matMul(input, turned), tf.mul(dMemory, f!)],
              products: [[before!, input]],
            };
          };
        },
      }),
  };
}
