import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../../spec/language";
import { gradientOf, recorded, type Cell } from "./cell";

type Options = NormalLayerOf<"gru">;

/** z: how much of the old state stays; r: how much of it the new value sees. h' = z · h + (1 - z) · n. */
export const gruCell = (layer: Options): Cell => (layer.resetAfter ? resetAfter(layer) : resetBefore(layer));

function mixed(z: tf.Tensor2D, h: tf.Tensor2D, n: tf.Tensor2D): tf.Tensor2D {
  return tf.add(n, tf.mul(z, tf.sub(h, n)));
}

/** The first two of three parts, and the third. */
function parts(all: tf.Tensor2D): [gates: tf.Tensor2D, value: tf.Tensor2D] {
  const units = all.shape[1] / 3;
  return tf.split(all, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
}

/** n = activation(x + r · (h · U + b)). */
function resetAfter({ activation, recurrentActivation }: Options): Cell {
  const [act, gate] = [recorded(activation), recorded(recurrentActivation)];
  const [actGradient, gateGradient] = [gradientOf(activation), gradientOf(recurrentActivation)];
  return {
    states: 1,
    step(x, [h], [kernel, bias]) {
      const product = tf.matMul<tf.Tensor2D>(h!, kernel as tf.Tensor2D);
      const [xGates, xValue] = parts(x);
      const [gates, value] = parts(bias ? tf.add<tf.Tensor2D>(product, bias) : product);
      const [z, r] = tf.split(gate(tf.add(xGates, gates)), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      const n = act(tf.add(xValue, tf.mul(r, value)));
      return { states: [mixed(z, h!, n)], kept: [z, r, n, value] };
    },
    ...(actGradient &&
      gateGradient && {
        back: ([kernel]) => {
          const turned = tf.transpose(kernel as tf.Tensor2D);
          return ([dh], [z, r, n, value], [before]) => {
            const dz = gateGradient(tf.mul(dh!, tf.sub(before!, n!)), z!);
            const kept = tf.mul<tf.Tensor2D>(dh!, z!);
            const dn = actGradient(tf.sub(dh!, kept), n!);
            const dr = gateGradient(tf.mul(dn, value!), r!);
            const inner = tf.concat2d([dz, dr, tf.mul<tf.Tensor2D>(dn, r!)], 1);
            return {
              input: tf.concat2d([dz, dr, dn], 1),
              states: [tf.add<tf.Tensor2D>(kept, tf.matMul(inner, turned))],
              products: [[before!, inner]],
            };
          };
        },
      }),
  };
}

/** n = activation(x + (r · h) · U). */
function resetBefore({ activation, recurrentActivation }: Options): Cell {
  const [act, gate] = [recorded(activation), recorded(recurrentActivation)];
  const [actGradient, gateGradient] = [gradientOf(activation), gradientOf(recurrentActivation)];
  return {
    states: 1,
    step(x, [h], [kernel]) {
      const [gatesKernel, valueKernel] = parts(kernel as tf.Tensor2D);
      const [xGates, xValue] = parts(x);
      const all = gate(tf.add(xGates, tf.matMul(h!, gatesKernel)));
      const [z, r] = tf.split(all, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      const seen = tf.mul<tf.Tensor2D>(r, h!);
      const n = act(tf.add(xValue, tf.matMul(seen, valueKernel)));
      return { states: [mixed(z, h!, n)], kept: [z, r, n, seen] };
    },
    ...(actGradient &&
      gateGradient && {
        back: ([kernel]) => {
          const [gatesTurned, valueTurned] = parts(kernel as tf.Tensor2D).map((part) =>
            tf.transpose(part),
          ) as [tf.Tensor2D, tf.Tensor2D];
          return ([dh], [z, r, n, seen], [before]) => {
            const dz = gateGradient(tf.mul(dh!, tf.sub(before!, n!)), z!);
            const kept = tf.mul<tf.Tensor2D>(dh!, z!);
            const dn = actGradient(tf.sub(dh!, kept), n!);
            const dSeen = tf.matMul<tf.Tensor2D>(dn, valueTurned);
            const dr = gateGradient(tf.mul(dSeen, before!), r!);
            const gates = tf.concat2d([dz, dr], 1);
            return {
              input: tf.concat2d([gates, dn], 1),
              states: [
                tf.addN<tf.Tensor2D>([
                  kept,
                  tf.mul<tf.Tensor2D>(dSeen, r!),
                  tf.matMul<tf.Tensor2D>(gates, gatesTurned),
                ]),
              ],
              products: [
                [before!, gates],
                [seen!, dn],
              ],
            };
          };
        },
      }),
  };
}
