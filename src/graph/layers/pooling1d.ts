import type { NormalLayerOf } from "../../spec/language";
import { sizeOf } from "../../shape";
import { usesMaskUp } from "../mask";
import type { Message } from "../message";
import { isMessage } from "../message";
import type { Kind, Outcome, Value } from "./kind";
import { requireSequence, slideOver } from "./sequence";

/** `[steps, c]` -> `[steps', c]`. FLOPs: the window's length for each output. */
function pool(layer: NormalLayerOf<"maxPooling1d" | "averagePooling1d">, input: Value): Outcome | Message {
  const sequence = requireSequence(layer.type, input);
  if (isMessage(sequence)) return sequence;
  const [steps, channels] = sequence;
  const out = slideOver("window", steps, layer.poolSize, layer.strides, layer.padding);
  if (isMessage(out)) return out;
  return { shape: [out, channels], dtype: "float32", weights: [], flops: out * channels * layer.poolSize };
}

export const maxPooling1d: Kind<"maxPooling1d"> = { arity: "one", infer: pool };
export const averagePooling1d: Kind<"averagePooling1d"> = { arity: "one", infer: pool };

/** `[steps, c]` -> `[c]`. FLOPs: one for each input. */
function poolAll(
  layer: NormalLayerOf<"globalAveragePooling1d" | "globalMaxPooling1d">,
  input: Value,
): Outcome | Message {
  const sequence = requireSequence(layer.type, input);
  if (isMessage(sequence)) return sequence;
  return { shape: [sequence[1]], dtype: "float32", weights: [], flops: sizeOf(input.shape) };
}

export const globalAveragePooling1d: Kind<"globalAveragePooling1d"> = {
  arity: "one",
  mask: usesMaskUp,
  infer: poolAll,
};
export const globalMaxPooling1d: Kind<"globalMaxPooling1d"> = {
  arity: "one",
  mask: usesMaskUp,
  infer: poolAll,
};
