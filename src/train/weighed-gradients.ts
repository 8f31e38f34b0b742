import * as tf from "@tensorflow/tfjs-core";
import type { Penalty } from "../program";
import {
  byHeadOf,
  mergeGradients,
  sharedGradients,
  sumOf,
  type HeadGradients,
  type Numbers,
  type Term,
  type Weighting,
  type WeightingMoment,
} from "../weighting";

/** What one forward pass leaves to be minimised: the weighting's total of the terms, plus the penalties as they are. */
export interface Minimised {
  readonly terms: readonly Term[];
  readonly penalties: readonly Penalty[];
}

/** What a weighting makes of the losses of one forward pass, and the penalties beside them. */
export interface WeighedGradients {
  /** By path. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New values of what the weighting keeps, by path. */
  readonly kept: ReadonlyMap<string, number>;
}

type Gradients = (
  forward: () => Minimised,
  weights: Numbers,
  trained: readonly string[],
  weighting: Weighting,
  moment: WeightingMoment,
) => WeighedGradients;

/**
 * What a weighting makes of the losses of one forward pass, and the penalties beside them, as gradients by path. A weighting
 * that combines gradients sees those of the heads alone: the penalties' are added to what it makes of them. Without a term
 * there is nothing to learn, whatever the penalties.
 *
 * @param forward on the tape; called once
 * @param weights of the network, and the weighting's numbers beside them
 */
export const weighedGradients: Gradients = (forward, weights, trained, weighting, moment) => {
  const asks = weighting.combineGradients !== undefined || weighting.follow !== undefined;
  return (asks ? byHead : atOnce)(forward, weights, trained, weighting, moment);
};

/** The gradients of the weighting's total and the penalties. Without a label no variable has a gradient. */
const atOnce: Gradients = (forward, weights, trained, weighting) => {
  let kept: ReadonlyMap<string, number> = new Map();
  const gradients = gradientsOf(weights, trained, () => {
    const { terms, penalties } = forward();
    if (terms.length === 0) return tf.scalar(0);
    kept = weighting.observe?.(terms, weights) ?? kept;
    return sumOf([weighting.combine(terms, weights), ...penalties.map(({ loss }) => loss)]);
  });
  return { gradients, kept };
};

/**
 * The gradients of each head, from one forward pass, as the weighting makes them one. They are made one when the tape is gone:
 * what the layers' gradients needed is free by then.
 */
const byHead: Gradients = (forward, weights, trained, weighting, moment) => {
  const heads: (HeadGradients & { loss: tf.Scalar })[] = [];
  let ofPenalties: ReadonlyMap<string, tf.Tensor> = new Map();
  const own = () => [
    ...heads.flatMap(({ gradients, loss }) => [...gradients.values(), loss]),
    ...ofPenalties.values(),
  ];
  let merged: ReadonlyMap<string, tf.Tensor> = new Map();
  try {
    // The tape of the forward pass goes on while this runs: backward from each head's part of the total.
    gradientsOf(weights, trained, () => {
      const { terms, penalties } = forward();
      for (const { head, parts } of byHeadOf(terms)) {
        const gradients = gradientsOf(weights, trained, () => weighting.combine(parts, weights));
        for (const gradient of gradients.values()) tf.keep(gradient);
        heads.push({ head, gradients, loss: tf.keep(meanLoss(parts)) });
      }
      if (terms.length > 0 && penalties.length > 0) {
        ofPenalties = gradientsOf(weights, trained, () => sumOf(penalties.map(({ loss }) => loss)));
        for (const gradient of ofPenalties.values()) tf.keep(gradient);
      }
      return tf.scalar(0);
    });
    const shared = weighting.follow ? sharedGradients(heads) : [];
    const losses = shared.map(({ head }) => heads.find((one) => one.head === head)!.loss.dataSync()[0]!);
    const kept = shared.length > 0 ? weighting.follow!(shared, losses, weights) : new Map<string, number>();
    merged = added(mergeGradients(weighting, heads, moment), ofPenalties);
    for (const gradient of merged.values()) tf.keep(gradient);
    return { gradients: merged, kept };
  } finally {
    const used = new Set(merged.values());
    for (const tensor of own()) if (!used.has(tensor)) tensor.dispose();
  }
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
