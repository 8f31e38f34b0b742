import * as tf from "@tensorflow/tfjs-core";
import { weighedSum } from "./sum";
import type { WeightingKind } from "./weighting";

/** Beside a sum of absolute values, so that 0 / 0 is none. */
const LEAST = 1e-12;

/**
 * Gradient sign dropout (Chen et al. 2020, "Just pick a sign: optimizing deep multitask models with gradient sign dropout",
 * algorithm 1). For each number of the weights one sign is drawn, and the heads' gradients of the other sign are dropped:
 *
 *     P = 1/2 (1 + Σ g_k / Σ |g_k|),   the positive ones stay with probability P, else the negative ones
 *
 * so that what stays never conflicts. `leak` is the share of the dropped ones that stays. On average it is the sum scaled
 * by how much the heads agree. Draws are from (seed, step, path).
 */
export const gradDrop: WeightingKind<"gradDrop"> = ({ leak }) => ({
  learns: {},
  comparesHeads: true,
  combine: (terms) => weighedSum(terms),
  combineGradients(shared, moment) {
    const paths = new Set(shared.flatMap(({ gradients }) => [...gradients.keys()]));
    return new Map(
      [...paths].map((path) => {
        const own = shared.flatMap(({ gradients }) => gradients.get(path) ?? []);
        const stream = moment.random(`sign ${path}`);
        const [{ size, shape }] = own as [tf.Tensor];
        const draws = Float32Array.from({ length: size }, () => stream.next());
        return [path, tf.tidy(() => keepOneSign(own, tf.tensor(draws, shape), leak))] as const;
      }),
    );
  },
});

function keepOneSign(gradients: readonly tf.Tensor[], draws: tf.Tensor, leak: number): tf.Tensor {
  const sum = tf.addN([...gradients]);
  const size = tf.addN(gradients.map((gradient) => tf.abs(gradient)));
  const positive = tf.mul(tf.add(sum, size), 0.5);
  const share = tf.div(positive, tf.add(size, LEAST));
  const kept = tf.where(tf.greater(share, draws), positive, tf.sub(sum, positive));
  return leak === 0 ? kept : tf.add(tf.mul(kept, 1 - leak), tf.mul(sum, leak));
}
