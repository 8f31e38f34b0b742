/* Weightings of one's own. */
import type { OwnName } from "../open-table";
import {
  allWeightings,
  type HeadGradients,
  type Numbers,
  type Term,
  type Weighting,
  type WeightingMoment,
} from "../weighting";
import type { HeadNode } from "../graph/ir";
import type * as tf from "@tensorflow/tfjs-core";
import { enter } from "./definition";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** A weighting of one's own: what a built-in one is, its functions with the options as their last argument. */
export interface WeightingDefinition<Forms extends OptionForms = NoOptions> extends Pick<
  Weighting,
  "learns" | "keeps" | "comparesHeads"
> {
  /** What a spec may say beside `type`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** What a step takes in besides, for each head, worked out on the host before it: by path, `weighting/<head's path>/<name>`. */
  readonly inputs?: (
    heads: readonly HeadNode[],
    moment: WeightingMoment,
    options: OptionValues<Forms>,
  ) => ReadonlyMap<string, number>;
  /**
   * The number that is minimised. What it learns must enter only beside the loss of its head.
   *
   * @param terms at least one; a head has one for each part of the step in which it ran
   * @param numbers all that is learned, kept or an input, by path
   */
  readonly combine: (terms: readonly Term[], numbers: Numbers, options: OptionValues<Forms>) => tf.Scalar;
  /** The gradients of the variables that several heads reach, made one for each variable. */
  readonly combineGradients?: (
    shared: readonly HeadGradients[],
    moment: WeightingMoment,
    options: OptionValues<Forms>,
  ) => ReadonlyMap<string, tf.Tensor>;
  /** New values of what it keeps, by path; they hold from the next step on. */
  readonly follow?: (
    shared: readonly HeadGradients[],
    losses: readonly number[],
    numbers: Numbers,
    options: OptionValues<Forms>,
  ) => ReadonlyMap<string, number>;
  /** New values of what it keeps, by path, from the losses of a step alone; they hold from the next step on. */
  readonly observe?: (
    terms: readonly Term[],
    numbers: Numbers,
    options: OptionValues<Forms>,
  ) => ReadonlyMap<string, number>;
}

/**
 * Defines a way in which the losses of several heads become one, which every training may then name:
 * `"weighting": "mine:harmonic"`. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineWeighting<const Forms extends OptionForms = NoOptions>(
  name: OwnName,
  definition: WeightingDefinition<Forms>,
): OwnUse<Forms> {
  const kinds = {
    options: "object",
    learns: "object",
    keeps: "object",
    comparesHeads: "boolean",
    inputs: "function",
    combine: "function",
    combineGradients: "function",
    follow: "function",
    observe: "function",
  } as const;
  enter("weighting", name, definition, kinds, ["learns", "combine"]);
  const { learns, keeps, comparesHeads, inputs, combine, combineGradients, follow, observe } = definition;
  allWeightings.set(name, (given) => {
    // The definition ties its functions to its options; a table of all weightings loses that.
    const options = given as unknown as OptionValues<Forms>;
    return {
      learns,
      ...(keeps && { keeps }),
      ...(comparesHeads !== undefined && { comparesHeads }),
      ...(inputs && { inputs: (heads, moment) => inputs(heads, moment, options) }),
      combine: (terms, numbers) => combine(terms, numbers, options),
      ...(combineGradients && {
        combineGradients: (shared, moment) => combineGradients(shared, moment, options),
      }),
      ...(follow && { follow: (shared, losses, numbers) => follow(shared, losses, numbers, options) }),
      ...(observe && { observe: (terms, numbers) => observe(terms, numbers, options) }),
    };
  });
  return useOf(name);
}
