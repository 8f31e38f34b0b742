import * as tf from "@tensorflow/tfjs-core";
import type { HeadNode } from "../graph/ir";
import type { Term } from "./weighting";

/** `factor · loss`; no operation where the factor is 1. */
export const scaled = (loss: tf.Scalar, factor: number): tf.Scalar =>
  factor === 1 ? loss : tf.mul(loss, factor);

/** The sum of one or more losses; no operation where there is one. */
export const sumOf = (losses: readonly tf.Scalar[]): tf.Scalar =>
  losses.length === 1 ? losses[0]! : tf.addN([...losses]);

/**
 * The sum of the heads' losses, each times its share, the weight that the spec gives its head, and what `by` gives it besides: a
 * tensor, for it may change from step to step.
 */
export const weighedSum = (terms: readonly Term[], by?: (head: HeadNode) => tf.Tensor): tf.Scalar =>
  sumOf(
    terms.map(({ head, loss, share }) => {
      const own = scaled(loss, share * head.weight);
      return by ? tf.mul<tf.Scalar>(by(head), own) : own;
    }),
  );
