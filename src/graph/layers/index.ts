/** Every kind of layer, and what a layer makes of its inputs. */
import type { LayerType, NormalLayer } from "../../spec/language";
import type { MaskRule, MaskSource } from "../mask";
import type { Message } from "../message";
import * as messages from "../messages";
import type { Kind, MovingStatistics, Outcome, Value } from "./kind";
import { kinds } from "./table.generated";

export { kinds };

// The table's type ties each kind to its own layer; indexing by a union loses that.
const kindOf = ({ type }: NormalLayer): Kind<LayerType> => kinds[type] as unknown as Kind<LayerType>;

/** The moving statistics of a layer; `undefined` where it has none. */
export const statisticsOf = (layer: NormalLayer): MovingStatistics | undefined =>
  kindOf(layer).statistics?.(layer);

/** How many ids a layer knows, from 0; `undefined` where it takes in no ids. */
export const idsOf = (layer: NormalLayer): number | undefined => kindOf(layer).ids?.(layer);

/** What a layer does with the masks of padded sequences; `undefined`: they end there. */
export const maskRuleOf = (
  layer: NormalLayer,
  [first]: readonly (Pick<Value, "shape"> | undefined)[],
): MaskRule | undefined => kindOf(layer).mask?.(layer, first ?? { shape: [] });

/** Where the mask of a layer's value comes from, if it has one, as something to spread into its node. */
export function maskOf(layer: NormalLayer, inputs: readonly Value[]): { readonly mask?: MaskSource } {
  const gives = maskRuleOf(layer, inputs)?.gives;
  return gives && isThere[gives.from](inputs) ? { mask: gives } : {};
}

const isMasked = ({ mask }: Value): boolean => mask !== undefined;

const isThere: { readonly [F in MaskSource["from"]]: (inputs: readonly Value[]) => boolean } = {
  values: () => true,
  first: ([first]) => first !== undefined && isMasked(first),
  either: (inputs) => inputs.every(isMasked),
  beside: (inputs) => inputs.some(isMasked),
};

/** Shape, data type, weights and FLOPs of a layer over its inputs, or what is wrong. */
export function inferLayer(layer: NormalLayer, inputs: readonly Value[]): Outcome | Message {
  const kind = kindOf(layer);
  const [first] = inputs;
  if (first === undefined) return messages.noInput(layer.type);
  if (kind.arity === "one" && inputs.length > 1) return messages.takesOne(layer.type, inputs);
  if (kind.arity === "several" && inputs.length < 2) return messages.takesSeveral(layer.type, first);
  return kind.infer(layer, first, inputs);
}
