import type * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import type { WeightingName, WeightingSpec } from "../spec/language";

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

/** Where a run stands at a step, for weightings that ask. */
export interface WeightingMoment {
  /** Random draws of this step for a use of that name. */
  random(use: string): RandomStream;
  /** The losses of a head in the epochs of the phase so far, those in which it had any. */
  epochLosses(head: HeadNode): readonly number[];
}

/** Tensors of one number each, by path (`numberPath`): what is learned, kept or an input of the step. */
export type Numbers = ReadonlyMap<string, tf.Tensor>;

/** How the losses of several heads become what is minimised: pure functions, called on the tape of each step. */
export interface Weighting {
  /**
   * What it learns for each head: names of numbers, each with where it starts. They move as the network's variables do,
   * by the phase's optimiser, begin afresh with each phase, stand in checkpoints and are no part of the network.
   */
  readonly learns: Readonly<Record<string, number>>;
  /** What it keeps for each head from step to step and changes by itself (`follow`); otherwise as what it learns. */
  readonly keeps?: Readonly<Record<string, number>>;
  /** Whether it does something only where a step has several heads. */
  readonly comparesHeads?: boolean;
  /** What a step takes in besides, for each head, worked out on the host before it: by path (`numberPath`). */
  inputs?(heads: readonly HeadNode[], moment: WeightingMoment): ReadonlyMap<string, number>;
  /**
   * The number that is minimised. What it learns must enter only beside the loss of its head: a head without a label
   * in this step is not among the terms, and nothing of it moves.
   *
   * @param terms at least one; a head has one for each part of the step in which it ran
   * @param numbers all that is learned, kept or an input
   */
  combine(terms: readonly Term[], numbers: Numbers): tf.Scalar;
  /**
   * For weightings of gradients (PCGrad, MGDA, …): the gradients of the variables that more than one head's loss
   * reaches become one for each variable. All others are those of `combine`, which is then asked for the terms of one head
   * at a time. See `mergeGradients`.
   *
   * @param shared for each head its gradients of those variables; at least two heads
   */
  combineGradients?(
    shared: readonly HeadGradients[],
    moment: WeightingMoment,
  ): ReadonlyMap<string, tf.Tensor>;
  /**
   * New values of what it keeps, by path, from the gradients of the variables that several heads reach (`combine` of each
   * head alone); they hold from the next step on. Called where there are at least two such heads.
   *
   * @param losses of the same heads, in their order
   */
  follow?(
    shared: readonly HeadGradients[],
    losses: readonly number[],
    numbers: Numbers,
  ): ReadonlyMap<string, number>;
  /**
   * New values of what it keeps, by path, from the losses of the step alone: for weightings that look at no gradients. They hold from
   * the next step on. On the tape of the step; what it makes goes with it.
   */
  observe?(terms: readonly Term[], numbers: Numbers): ReadonlyMap<string, number>;
}

/** The terms of each head, in the order in which the heads come. */
export function byHeadOf(
  terms: readonly Term[],
): { readonly head: HeadNode; readonly parts: readonly Term[] }[] {
  const heads = [...new Set(terms.map(({ head }) => head))];
  return heads.map((head) => ({ head, parts: terms.filter((term) => term.head === head) }));
}

type OptionsOf<T extends WeightingName> = Required<Extract<WeightingSpec, { type: T }>>;

/** A kind of weighting: from its options to what it does. */
export type WeightingKind<T extends WeightingName> = (options: OptionsOf<T>) => Weighting;

/** Where a number of a head stands among the variables. */
export const numberPath = (head: HeadNode, name: string): string => `weighting/${head.path}/${name}`;

const pathsOf = (numbers: Readonly<Record<string, number>>, heads: readonly HeadNode[]) =>
  heads.flatMap((head) =>
    Object.entries(numbers).map(([name, start]) => [numberPath(head, name), start] as const),
  );

/** Paths of all that a weighting learns for these heads, and where each starts. */
export function learnedPaths({ learns }: Weighting, heads: readonly HeadNode[]): Map<string, number> {
  return new Map(pathsOf(learns, heads));
}

/** The same of all that it has from step to step: what it learns and what it keeps. */
export function statePaths(
  { learns, keeps = {} }: Weighting,
  heads: readonly HeadNode[],
): Map<string, number> {
  return new Map(pathsOf({ ...learns, ...keeps }, heads));
}

/** A number of a head: a tensor of one. */
export function numberOf(numbers: Numbers, head: HeadNode, name: string): tf.Tensor {
  const value = numbers.get(numberPath(head, name));
  if (!value) throw new Error(`no variable ${numberPath(head, name)}`);
  return value;
}
