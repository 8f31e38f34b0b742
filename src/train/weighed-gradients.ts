import * as tf from "@tensorflow/tfjs-core";
import {
  mergeGradients,
  sharedGradients,
  type HeadGradients,
  type Moment,
  type Numbers,
  type Term,
  type Weighting,
} from "../weighting";

/** What a weighting makes of the losses of one forward pass. */
export interface WeighedGradients {
  /** By path. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New values of what the weighting keeps, by path. */
  readonly kept: ReadonlyMap<string, number>;
}

type Gradients = (
  forward: () => Term[],
  weights: Numbers,
  trained: readonly string[],
  weighting: Weighting,
  moment: Moment,
) => WeighedGradients;

/**
 * What a weighting makes of the losses of one forward pass, as gradients by path.
 *
 * @param forward on the tape; called once
 * @param weights of the network, and the weighting's numbers beside them
 */
export const weighedGradients: Gradients = (forward, weights, trained, weighting, moment) => {
  const asks = weighting.combineGradients !== undefined || weighting.follow !== undefined;
  return (asks ? byHead : atOnce)(forward, weights, trained, weighting, moment);
};

/** The gradients of the weighting's total. Without a label there is nothing to learn, and no variable has a gradient. */
const atOnce: Gradients = (forward, weights, trained, weighting) => ({
  gradients: gradientsOf(weights, trained, () => {
    const terms = forward();
    return terms.length === 0 ? tf.scalar(0) : weighting.combine(terms, weights);
  }),
  kept: new Map(),
});

/**
 * The gradients of each head, from one forward pass, as the weighting makes them one. They are made one when the tape is gone:
 * what the layers' gradients needed is free by then.
 */
const byHead: Gradients = (forward, weights, trained, weighting, moment) => {
  const heads: (HeadGradients & { loss: tf.Scalar })[] = [];
  const own = () => heads.flatMap(({ gradients, loss }) => [...gradients.values(), loss]);
  let merged: ReadonlyMap<string, tf.Tensor> = new Map();
  try {
    // The tape of the forward pass goes on while this runs: backward from each head's part of the total.
    gradientsOf(weights, trained, () => {
      const terms = forward();
      for (const head of new Set(terms.map((term) => term.head))) {
        const parts = terms.filter((term) => term.head === head);
        const gradients = gradientsOf(weights, trained, () => weighting.combine(parts, weights));
        for (const gradient of gradients.values()) tf.keep(gradient);
        heads.push({ head, gradients, loss: tf.keep(meanLoss(parts)) });
      }
      return tf.scalar(0);
    });
    const shared = weighting.follow ? sharedGradients(heads) : [];
    const losses = shared.map(({ head }) => heads.find((one) => one.head === head)!.loss.dataSync()[0]!);
    const kept = shared.length > 0 ? weighting.follow!(shared, losses, weights) : new Map<string, number>();
    merged = mergeGradients(weighting, heads, moment);
    for (const gradient of merged.values()) tf.keep(gradient);
    return { gradients: merged, kept };
  } finally {
    const used = new Set(merged.values());
    for (const tensor of own()) if (!used.has(tensor)) tensor.dispose();
  }
};

/** The loss of a head over the parts of a step, each by its share. */
function meanLoss(parts: readonly Term[]): tf.Scalar {
  const all = parts.reduce((sum, { share }) => sum + share, 0);
  return tf.tidy(() => tf.addN(parts.map(({ loss, share }) => tf.mul<tf.Scalar>(loss, share / all))));
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
