/** Every kind of layer, and what a layer makes of its inputs. */
import type { LayerType, NormalLayer } from "../../spec/language";
import type { Message } from "../message";
import * as messages from "../messages";
import { activation } from "./activation";
import { batchNormalization } from "./batch-normalization";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { depthwiseConv2d } from "./depthwise-conv2d";
import { dropout } from "./dropout";
import { embedding } from "./embedding";
import { flatten } from "./flatten";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d";
import type { Kind, Outcome, Value } from "./kind";
import { layerNormalization } from "./layer-normalization";
import { add, concatenate, multiply } from "./merging";
import { averagePooling2d, maxPooling2d } from "./pooling2d";
import { reshape } from "./reshape";
import { separableConv2d } from "./separable-conv2d";

export const kinds: { readonly [T in LayerType]: Kind<T> } = {
  dense,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  flatten,
  reshape,
  dropout,
  batchNormalization,
  layerNormalization,
  embedding,
  activation,
  add,
  multiply,
  concatenate,
};

/** Shape, data type, weights and FLOPs of a layer over its inputs, or what is wrong. */
export function inferLayer(layer: NormalLayer, inputs: readonly Value[]): Outcome | Message {
  // The table's type ties each kind to its own layer; indexing by a union loses that.
  const kind = kinds[layer.type] as unknown as Kind<LayerType>;
  const [first] = inputs;
  if (first === undefined) return messages.noInput(layer.type);
  if (kind.arity === "one" && inputs.length > 1) return messages.takesOne(layer.type, inputs);
  if (kind.arity === "several" && inputs.length < 2) return messages.takesSeveral(layer.type, first);
  return kind.infer(layer, first, inputs);
}
