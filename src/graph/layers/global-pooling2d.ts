import type { NormalLayerOf } from "../../spec/language";
import { sizeOf } from "../../shape";
import type { Message } from "../message";
import { isMessage } from "../message";
import type { Kind, Outcome, Value } from "./kind";
import { requireImage } from "./kind";

/** `[h, w, c]` -> `[c]`. FLOPs: one for each input. */
function pool(
  layer: NormalLayerOf<"globalAveragePooling2d" | "globalMaxPooling2d">,
  input: Value,
): Outcome | Message {
  const image = requireImage(layer.type, input);
  if (isMessage(image)) return image;
  return { shape: [image[2]], dtype: "float32", weights: [], flops: sizeOf(input.shape) };
}

export const globalAveragePooling2d: Kind<"globalAveragePooling2d"> = { arity: "one", infer: pool };
export const globalMaxPooling2d: Kind<"globalMaxPooling2d"> = { arity: "one", infer: pool };
