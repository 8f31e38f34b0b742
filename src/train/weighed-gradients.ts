import * as tf from "@tensorflow/tfjs-core";
import { mergeGradients, type Term, type Weighting } from "../weighting";

type Gradients = (
  forward: () => Term[],
  weights: ReadonlyMap<string, tf.Tensor>,
  trained: readonly string[],
  weighting: Weighting,
) => ReadonlyMap<string, tf.Tensor>;

/**
 * What a weighting makes of the losses of one forward pass, as gradients by path.
 *
 * @param forward on the tape; called once
 * @param weights of the network, and what the weighting learned beside them
 */
export const weighedGradients: Gradients = (forward, weights, trained, weighting) =>
  (weighting.combineGradients ? byHead : atOnce)(forward, weights, trained, weighting);

/** The gradients of the weighting's total. Without a label there is nothing to learn, and no variable has a gradient. */
const atOnce: Gradients = (forward, weights, trained, weighting) =>
  gradientsOf(weights, trained, () => {
    const terms = forward();
    return terms.length === 0 ? tf.scalar(0) : weighting.combine(terms, weights);
  });

/** The gradients of each head, from one forward pass, as the weighting makes them one. */
const byHead: Gradients = (forward, weights, trained, weighting) => {
  let merged: ReadonlyMap<string, tf.Tensor> = new Map();
  // The tape of the forward pass goes on while this runs: backward from each head's part of the total.
  gradientsOf(weights, trained, () => {
    const terms = forward();
    const heads = [...new Set(terms.map(({ head }) => head))];
    merged = mergeGradients(
      weighting,
      heads.map((head) => {
        const own = terms.filter((term) => term.head === head);
        return { head, gradients: gradientsOf(weights, trained, () => weighting.combine(own, weights)) };
      }),
    );
    for (const gradient of merged.values()) tf.keep(gradient);
    return tf.scalar(0);
  });
  return merged;
};

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
