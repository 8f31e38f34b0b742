import type { NormalLayerOf } from "../../spec/language";
import { sizeOf } from "../../shape";
import type { Message } from "../message";
import { isMessage } from "../message";
import type { Kind, Outcome, Value } from "./kind";
import { requireImage } from "./kind";
import { slide } from "./window";

/** `[h, w, c]` -> `[h', w', c]`. FLOPs: the window's area for each output. */
function pool(layer: NormalLayerOf<"maxPooling2d" | "averagePooling2d">, input: Value): Outcome | Message {
  const image = requireImage(layer.type, input);
  if (isMessage(image)) return image;
  const [height, width, channels] = image;
  const window = layer.poolSize;
  const out = slide("window", [height, width], window, layer.strides, layer.padding);
  if (isMessage(out)) return out;
  const shape = [...out, channels];
  return { shape, dtype: "float32", weights: [], flops: sizeOf(shape) * window[0] * window[1] };
}

export const maxPooling2d: Kind<"maxPooling2d"> = { arity: "one", infer: pool };
export const averagePooling2d: Kind<"averagePooling2d"> = { arity: "one", infer: pool };
