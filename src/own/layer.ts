/* Layers of one's own. */
import * as tf from "@tensorflow/tfjs-core";
import type { DataType, Shape } from "../graph/ir";
import { allLayers } from "../graph/layers";
import { ownLayers, type LayerContext } from "../layers";
import type { OwnName } from "../open-table";
import { enter } from "./definition";
import { layerFunction, type TensorHalf } from "./layer-function";
import { layerKind, type Entering, type Inputs, type OwnWeight, type Taken } from "./layer-kind";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** What a layer's gradient may need, besides what comes back. */
export interface GradientFacts<Options, Weights extends string> {
  readonly inputs: Inputs<tf.Tensor>;
  readonly weights: Readonly<Record<Weights, tf.Tensor>>;
  /** What `forward` made of them. */
  readonly output: tf.Tensor;
  readonly options: Options;
}

/** What comes back to a layer's inputs and weights; what is left out is 0. */
export interface LayerGradients<Weights extends string> {
  /** In the order of the inputs, each of its input's shape. An input of whole numbers has none. */
  readonly inputs?: readonly (tf.Tensor | undefined)[];
  /** By name, each of its weight's shape. */
  readonly weights?: { readonly [Name in Weights]?: tf.Tensor };
}

/** A layer of one's own. Shapes are those of one sample, without the batch axis. */
export interface LayerDefinition<Forms extends OptionForms, Weights extends string> {
  /** What a spec may say beside `type` and `name`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** How many values enter. Default `"one"`. */
  readonly inputs?: "one" | "several";
  /** What they must be; a list says it of each, its last entry of all further ones. Default `"float32"`. */
  readonly takes?: Taken | readonly Taken[];
  /** What the layer makes of them. Default `"float32"`. */
  readonly dtype?: DataType;
  /** The shape of its value. Throw an `EspalierError` where it cannot take such inputs: it becomes a problem of the spec. */
  readonly shape: (inputs: Inputs<Entering>, options: OptionValues<Forms>) => Shape;
  /** Its weights by name: shape, how they start, whether they are trained. Without it, none. */
  readonly weights?: (
    inputs: Inputs<Entering>,
    options: OptionValues<Forms>,
  ) => Readonly<Record<Weights, OwnWeight>>;
  /** Floating-point operations for one sample, forward; a multiply-add is two. */
  readonly flops: (inputs: Inputs<Entering>, options: OptionValues<Forms>) => number;
  /**
   * Its value, `[batch, ...shape]`, from inputs `[batch, ...]`. Row i follows from row i of the inputs. Random numbers come
   * from `context.random()` alone. TensorFlow's gradient is used where there is no `gradient`; then all on the way from
   * inputs and weights to the value must have one (comparisons and roundings have none).
   */
  readonly forward: (
    inputs: Inputs<tf.Tensor>,
    weights: Readonly<Record<Weights, tf.Tensor>>,
    options: OptionValues<Forms>,
    context: LayerContext,
  ) => tf.Tensor;
  /** Its gradient, from that of its value (`dy`, of the value's shape). Check it with `gradcheck`. */
  readonly gradient?: (
    dy: tf.Tensor,
    facts: GradientFacts<OptionValues<Forms>, Weights>,
    context: LayerContext,
  ) => LayerGradients<Weights>;
}

/** What a layer says of its place: its name in paths, and with `from` as a node what enters. */
export type LayerPlace = {
  name?: string;
  from?: string | string[];
};

/** What `defineLayer` gives back: the layer as specs write it, with its options checked by TypeScript. */
export type OwnLayerUse<Forms> = OwnUse<Forms, LayerPlace>;
/** A layer as an entry of a stack, or with `from` as a node. */
export type LayerUse<Forms> = ReturnType<OwnLayerUse<Forms>>;

/**
 * Defines a layer of one's own. From then on every spec may name it as it names `"dense"`: in stacks, branches and modules,
 * as a node with several inputs, in experiments. A saved model says that it needs it.
 *
 * Defined again under the same name (a cell that is run again), the last definition counts; networks that were built keep
 * the one that they were built with.
 *
 * ```ts
 * const scale = defineLayer("mine:scale", {
 *   options: { start: { enum: ["ones", "zeros"], default: "ones" } },
 *   shape: ([x]) => x.shape,
 *   weights: ([x], { start }) => ({ factor: { shape: x.shape.slice(-1), initializer: start } }),
 *   flops: ([x]) => x.shape.reduce((a, b) => a * b, 1),
 *   forward: ([x], { factor }) => tf.mul(x, factor),
 * });
 * // { layers: ["mine:scale", { type: "mine:scale", start: "zeros" }, scale({ start: "zeros" })] }
 * ```
 *
 * @param name with a colon, so that no later version of Espalier has a layer of this name
 * @throws EspalierError where the definition lacks something, or its options could not be checked
 */
export function defineLayer<const Forms extends OptionForms = NoOptions, Weights extends string = string>(
  name: OwnName,
  definition: LayerDefinition<Forms, Weights>,
): OwnLayerUse<Forms> {
  enter(
    "layer",
    name,
    definition,
    {
      options: "object",
      inputs: "string",
      takes: "any",
      dtype: "string",
      shape: "function",
      weights: "function",
      flops: "function",
      forward: "function",
      gradient: "function",
    },
    ["shape", "flops", "forward"],
  );
  // Each half is tied to the options of this definition; tables of all layers lose that.
  const kind = layerKind(name, definition);
  ownLayers.set(kind, layerFunction(name, kind, definition as unknown as TensorHalf));
  allLayers.set(name, kind);
  return useOf<Forms, LayerPlace>(name);
}
