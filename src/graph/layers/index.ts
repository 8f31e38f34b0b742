/** Every kind of layer, and what a layer makes of its inputs. */
import type { LayerType, NormalLayer } from "../../spec/language";
import type { Mask, MaskRule, MaskSource } from "../mask";
import type { Message } from "../message";
import * as messages from "../messages";
import type { Shape } from "../ir";
import type { AnyKind, Arity, Ids, MovingStatistics, Outcome, Value } from "./kind";
import { OpenTable } from "../../open-table";
import { kinds } from "./table.generated";

export { kinds };

const arities: { readonly [A in Arity]: { readonly least: number; readonly most: number } } = {
  one: { least: 1, most: 1 },
  two: { least: 2, most: 2 },
  "one or two": { least: 1, most: 2 },
  several: { least: 2, most: Infinity },
  any: { least: 1, most: Infinity },
};

// The table's type ties each kind to its own layer; a name from elsewhere loses that.
const builtIn = kinds as unknown as Readonly<Record<LayerType, AnyKind>>;

/** The built-in layers, and those of one's own. */
export const allLayers = new OpenTable<LayerType, AnyKind>("layer", builtIn);

/** The kind that a layer had when it was first asked about: a network that was built keeps its kinds when they are defined anew. */
const kindsOfLayers = new WeakMap<NormalLayer, AnyKind>();

/** The kind of a layer. */
export function kindOf(layer: NormalLayer): AnyKind {
  let kind = kindsOfLayers.get(layer);
  if (!kind) kindsOfLayers.set(layer, (kind = allLayers.get(layer.type)));
  return kind;
}

/** The moving statistics of a layer; `undefined` where it has none. */
export const statisticsOf = (layer: NormalLayer): MovingStatistics | undefined =>
  kindOf(layer).statistics?.(layer);

/** The integers that a layer can take in, over inputs of these shapes; `undefined` where it asks for none. */
export const idsOf = (layer: NormalLayer, inputs: readonly Shape[]): Ids | undefined =>
  kindOf(layer).ids?.(layer, inputs);

/** Those of a layer's inputs into which gradients go back. */
export function gradientSources(layer: NormalLayer, inputs: readonly string[]): readonly string[] {
  const { stopsGradient } = kindOf(layer);
  return stopsGradient ? inputs.filter((_, position) => !stopsGradient(position)) : inputs;
}

/** What a layer does with the masks of padded sequences; `undefined`: they end there. */
export const maskRuleOf = (layer: NormalLayer, first: Shape): MaskRule | undefined =>
  kindOf(layer).mask?.(layer, { shape: first });

/** Where the mask of a layer's value comes from, if it has one, as something to spread into its node. */
export function maskOf(layer: NormalLayer, inputs: readonly Value[]): { readonly mask?: Mask } {
  const gives = maskRuleOf(layer, inputs[0]?.shape ?? [])?.gives;
  if (!gives) return {};
  // The table's type ties each function to its own source; indexing by a union loses that.
  const axes = (axesOf[gives.from] as (gives: MaskSource, inputs: readonly Value[]) => number | undefined)(
    gives,
    inputs,
  );
  return axes === undefined ? {} : { mask: { ...gives, axes } };
}

/** How many axes the mask has; `undefined`: there is none. */
const axesOf: {
  readonly [F in MaskSource["from"]]: (
    source: Extract<MaskSource, { from: F }>,
    inputs: readonly Value[],
  ) => number | undefined;
} = {
  lengths: () => undefined,
  branches: () => undefined,
  values: ({ alongLast }, [first]) => first && first.shape.length - (alongLast ? 1 : 0),
  first: (_, [first]) => first?.mask?.axes,
  // What is shorter may be repeated along the steps, but not steps along other axes.
  either: (_, [first, ...others]) =>
    others.every(
      ({ mask, shape }) => mask?.axes === first?.mask?.axes && shape.length === first?.shape.length,
    )
      ? first?.mask?.axes
      : undefined,
  beside: (_, inputs) => (inputs.some(({ mask }) => mask) ? 1 : undefined),
};

/** Shape, data type, weights and FLOPs of a layer over its inputs, or what is wrong. */
export function inferLayer(layer: NormalLayer, inputs: readonly Value[]): Outcome | Message {
  const kind = kindOf(layer);
  const [first] = inputs;
  if (first === undefined) return messages.noInput(layer.type);
  const { least, most } = arities[kind.arity];
  if (inputs.length > most)
    return most === 1 ? messages.takesOne(layer.type, inputs) : messages.takesTwo(layer.type, inputs);
  if (inputs.length < least)
    return most > 2 ? messages.takesSeveral(layer.type, first) : messages.takesTwo(layer.type, inputs);
  return kind.infer(layer, first, inputs);
}
