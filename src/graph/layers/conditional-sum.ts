import { sizeOf } from "../../shape";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { requireFloat } from "./kind";

/**
 * `[steps, …]`, perhaps with a first sum `[…]` -> `[steps, …]`. FLOPs for each value: its part in the condition, masking and
 * adding, 3.
 */
export const conditionalSum: Kind<"conditionalSum"> = {
  arity: "one or two",
  infer(layer, input, inputs) {
    const [, first] = inputs;
    const refused = inputs.map((value) => requireFloat(layer.type, value)).find((message) => message);
    if (refused) return refused;
    if (input.shape.length === 0) return messages.noSteps(layer.type);
    const wanted = input.shape.slice(1);
    if (first && String(first.shape) !== String(wanted))
      return messages.firstSumOfShape(layer.type, first, wanted);
    return { shape: input.shape, dtype: "float32", weights: [], flops: 3 * sizeOf(input.shape) };
  },
};
