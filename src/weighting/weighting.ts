import type * as tf from "@tensorflow/tfjs-core";
import type { HeadNode } from "../graph/ir";

/** The loss of one head in one part of a step. */
export interface Term {
  readonly head: HeadNode;
  /** A number on the tape, as the head's `reduction` makes it; its `weight` is not in it. */
  readonly loss: tf.Scalar;
  /** Factor of the part of the step that it belongs to: 1, unless inactive turns keep a share. */
  readonly share: number;
}

/** The gradients of one head's part of the total, by path of the variable. */
export interface HeadGradients {
  readonly head: HeadNode;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** How the losses of several heads become what is minimised: pure functions, called on the tape of each step. */
export interface Weighting {
  /**
   * What it learns for each head: names of numbers, each with where it starts. They move as the network's variables do,
   * by the phase's optimiser, begin afresh with each phase, stand in checkpoints and are no part of the network.
   */
  readonly learns: Readonly<Record<string, number>>;
  /**
   * The number that is minimised. What it learns must enter only beside the loss of its head: a head without a label
   * in this step is not among the terms, and nothing of it moves.
   *
   * @param terms at least one; a head has one for each part of the step in which it ran
   * @param learned all that is learned, by path (`learnedPath`)
   */
  combine(terms: readonly Term[], learned: ReadonlyMap<string, tf.Tensor>): tf.Scalar;
  /**
   * For weightings of gradients (PCGrad, MGDA, …): the gradients of the variables that more than one head's loss
   * reaches become one for each variable. All others are those of `combine`, which is then asked for the terms of one head
   * at a time. See `mergeGradients`.
   *
   * @param shared for each head its gradients, all of the same variables; at least two heads
   */
  combineGradients?(shared: readonly HeadGradients[]): ReadonlyMap<string, tf.Tensor>;
}

/** Where what is learned for a head stands among the variables. */
export const learnedPath = (head: HeadNode, name: string): string => `weighting/${head.path}/${name}`;

/** Paths of all that a weighting learns for these heads, and where each starts. */
export function learnedPaths({ learns }: Weighting, heads: readonly HeadNode[]): Map<string, number> {
  return new Map(
    heads.flatMap((head) =>
      Object.entries(learns).map(([name, start]) => [learnedPath(head, name), start] as const),
    ),
  );
}

/** What is learned for a head: a tensor of one number. */
export function learnedOf(learned: ReadonlyMap<string, tf.Tensor>, head: HeadNode, name: string): tf.Tensor {
  const value = learned.get(learnedPath(head, name));
  if (!value) throw new Error(`no variable ${learnedPath(head, name)}`);
  return value;
}
