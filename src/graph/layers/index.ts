/** Every kind of layer, and what a layer makes of its inputs. */
import type { LayerType, NormalLayer } from "../../spec/language";
import type { Message } from "../message";
import * as messages from "../messages";
import type { AnyKind, MovingStatistics, Outcome, Value } from "./kind";
import { OpenTable } from "../../open-table";
import { kinds } from "./table.generated";

export { kinds };

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

/** How many ids a layer knows, from 0; `undefined` where it takes in no ids. */
export const idsOf = (layer: NormalLayer): number | undefined => kindOf(layer).ids?.(layer);

/** Shape, data type, weights and FLOPs of a layer over its inputs, or what is wrong. */
export function inferLayer(layer: NormalLayer, inputs: readonly Value[]): Outcome | Message {
  const kind = kindOf(layer);
  const [first] = inputs;
  if (first === undefined) return messages.noInput(layer.type);
  if (kind.arity === "one" && inputs.length > 1) return messages.takesOne(layer.type, inputs);
  if (kind.arity === "several" && inputs.length < 2) return messages.takesSeveral(layer.type, first);
  return kind.infer(layer, first, inputs);
}
