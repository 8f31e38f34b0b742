import * as tf from "@tensorflow/tfjs-core";
import type { Penalty } from "../program";
import { mergeGradients, sumOf, type Term, type Weighting } from "../weighting";

/** What one forward pass leaves to be minimised: the weighting's total of the terms, plus the penalties as they are. */
export interface Minimised {
  readonly terms: readonly Term[];
  readonly penalties: readonly Penalty[];
}

type Gradients = (
  forward: () => Minimised,
  weights: ReadonlyMap<string, tf.Tensor>,
  trained: readonly string[],
  weighting: Weighting,
) => ReadonlyMap<string, tf.Tensor>;

/**
 * What a weighting makes of the losses of one forward pass, and the penalties beside them, as gradients by path. A weighting
 * that combines gradients sees those of the heads alone: the penalties' are added to what it makes of them. Without a term
 * there is nothing to learn, whatever the penalties.
 *
 * @param forward on the tape; called once
 * @param weights of the network, and what the weighting learned beside them
 */
export const weighedGradients: Gradients = (forward, weights, trained, weighting) =>
  (weighting.combineGradients ? byHead : atOnce)(forward, weights, trained, weighting);

/** The gradients of the weighting's total and the penalties. Without a label no variable has a gradient. */
const atOnce: Gradients = (forward, weights, trained, weighting) =>
  gradientsOf(weights, trained, () => {
    const { terms, penalties } = forward();
    if (terms.length === 0) return tf.scalar(0);
    return sumOf([weighting.combine(terms, weights), ...penalties.map(({ loss }) => loss)]);
  });

/** The gradients of each head, from one forward pass, as the weighting makes them one. */
const byHead: Gradients = (forward, weights, trained, weighting) => {
  let merged: ReadonlyMap<string, tf.Tensor> = new Map();
  // The tape of the forward pass goes on while this runs: backward from each head's part of the total.
  gradientsOf(weights, trained, () => {
    const { terms, penalties } = forward();
    const heads = [...new Set(terms.map(({ head }) => head))];
    merged = mergeGradients(
      weighting,
      heads.map((head) => {
        const own = terms.filter((term) => term.head === head);
        return { head, gradients: gradientsOf(weights, trained, () => weighting.combine(own, weights)) };
      }),
    );
    if (terms.length > 0 && penalties.length > 0) {
      const losses = penalties.map(({ loss }) => loss);
      merged = added(
        merged,
        gradientsOf(weights, trained, () => sumOf(losses)),
      );
    }
    for (const gradient of merged.values()) tf.keep(gradient);
    return tf.scalar(0);
  });
  return merged;
};

/** The sums of gradients by path. */
function added(
  some: ReadonlyMap<string, tf.Tensor>,
  others: ReadonlyMap<string, tf.Tensor>,
): ReadonlyMap<string, tf.Tensor> {
  const sums = new Map(some);
  for (const [path, gradient] of others) {
    const own = sums.get(path);
    sums.set(path, own ? tf.add(own, gradient) : gradient);
  }
  return sums;
}

/** By path; a variable that the loss does not depend on has none. The loss itself goes with the caller's tidy. */
function gradientsOf(
  weights: ReadonlyMap<string, tf.Tensor>,
  trained: readonly string[],
  loss: () => tf.Scalar,
): ReadonlyMap<string, tf.Tensor> {
  const variables = trained.map((path) => weights.get(path)!);
  const { grads } = tf.engine().gradients(loss, variables, undefined, true);
  // What no loss depends on comes back as undefined, whatever the engine's type says.
  return new Map(
    (grads as (tf.Tensor | undefined)[]).flatMap((gradient, i) =>
      gradient ? [[trained[i]!, gradient] as const] : [],
    ),
  );
}
