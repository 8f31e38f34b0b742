/* Weightings of gradients that are linear combinations: all that they look at is the products of each two gradients. */
import * as tf from "@tensorflow/tfjs-core";
import { weighedSum } from "./sum";
import type { HeadGradients, WeightingMoment, Weighting } from "./weighting";

/** `products[i][j]` = the inner product of the gradients of heads i and j. */
export type Products = readonly (readonly number[])[];

/**
 * The inner products of the heads' gradients, read on the host. Variable by variable: laid one after another all gradients would
 * be there twice.
 */
export function productsOf(shared: readonly HeadGradients[]): Products {
  const paths = new Set(shared.flatMap(({ gradients }) => [...gradients.keys()]));
  return tf.tidy(() => {
    const parts = [...paths].map((path) =>
      tf.tidy(() => {
        const own = shared.map(({ gradients }) => gradients.get(path));
        const like = own.find((gradient) => gradient !== undefined)!;
        const rows = tf.stack(own.map((gradient) => tf.reshape(gradient ?? tf.zerosLike(like), [-1])));
        return tf.matMul<tf.Tensor2D>(rows, rows, false, true);
      }),
    );
    return tf.addN(parts).arraySync();
  });
}

/** What a weighting of gradients makes of the inner products: the factor of each head's gradient. */
export type Factors = (products: Products, moment: WeightingMoment) => readonly number[];

/** The weighting that sums the heads' gradients of what they share, each times its factor. */
export const combination = (factors: Factors): Weighting => ({
  learns: {},
  comparesHeads: true,
  combine: (terms) => weighedSum(terms),
  combineGradients(shared, moment) {
    const found = factors(productsOf(shared), moment);
    const paths = new Set(shared.flatMap(({ gradients }) => [...gradients.keys()]));
    return new Map(
      [...paths].map((path) => {
        const parts = shared.flatMap(({ gradients }, i) => {
          const gradient = gradients.get(path);
          return gradient ? [tf.tidy(() => tf.mul(gradient, tf.scalar(found[i]!)))] : [];
        });
        const sum = tf.addN(parts);
        tf.dispose(parts);
        return [path, sum] as const;
      }),
    );
  },
});
