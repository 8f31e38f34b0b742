import { sizeOf } from "../../shape";
import { quote, shapeText } from "../../text/wording";
import type { Shape } from "../ir";
import type { Kind } from "./kind";
import { requireFloat } from "./kind";

/** `[steps, channels]` -> `[channels]`. FLOPs: one for each input. */
export const globalAveragePooling1d: Kind<"globalAveragePooling1d"> = {
  arity: "one",
  infer(layer, input) {
    const [, channels, ...rest] = input.shape;
    if (channels === undefined || rest.length > 0) return notASequence(layer.type, input.shape);
    const refused = requireFloat(layer.type, input);
    return refused ?? { shape: [channels], dtype: "float32", weights: [], flops: sizeOf(input.shape) };
  },
};

const notASequence = (type: string, shape: Shape) => ({
  message: `${quote(type)} takes [steps, channels] and gets ${shapeText(shape)}`,
  hint:
    shape.length === 3
      ? `"globalAveragePooling2d" is for images`
      : `put it after "embedding", or "reshape" what enters`,
});
