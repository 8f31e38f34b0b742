import * as tf from "@tensorflow/tfjs-core";
import type { HeadGradients, WeightingMoment, Weighting } from "./weighting";

/** For each head its gradients of the variables that another head reaches too; heads without any are left out. */
export function sharedGradients(byHead: readonly HeadGradients[]): HeadGradients[] {
  const reaching = new Map<string, number>();
  for (const { gradients } of byHead) {
    for (const path of gradients.keys()) reaching.set(path, (reaching.get(path) ?? 0) + 1);
  }
  return byHead
    .map(({ head, gradients }) => ({
      head,
      gradients: new Map([...gradients].filter(([path]) => reaching.get(path)! > 1)),
    }))
    .filter(({ gradients }) => gradients.size > 0);
}

/**
 * The gradients of a step from those of its heads. A variable that one head reaches keeps that head's gradient; those
 * that several reach are the weighting's to combine, or summed where it does not ask.
 *
 * Nothing is disposed. Of the results, those that are no gradients of a head are the caller's (or its tidy's).
 */
export function mergeGradients(
  weighting: Weighting,
  byHead: readonly HeadGradients[],
  moment: WeightingMoment,
): ReadonlyMap<string, tf.Tensor> {
  const reaching = new Map<string, tf.Tensor[]>();
  for (const { gradients } of byHead) {
    for (const [path, gradient] of gradients) reaching.set(path, [...(reaching.get(path) ?? []), gradient]);
  }
  const shared = weighting.combineGradients ? sharedGradients(byHead) : [];
  const combined = shared.length > 0 ? weighting.combineGradients?.(shared, moment) : undefined;
  return new Map(
    [...reaching].map(([path, gradients]) => [
      path,
      gradients.length === 1 ? gradients[0]! : (combined?.get(path) ?? tf.addN(gradients)),
    ]),
  );
}
