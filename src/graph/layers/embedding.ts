import * as messages from "../messages";
import type { Kind } from "./kind";
import { weight } from "./kind";

/** Ids (int32) of any shape `[…]` -> `[…, outputDim]`; embeddings `[inputDim, outputDim]`. FLOPs: none, it looks up. */
export const embedding: Kind<"embedding"> = {
  arity: "one",
  mask: ({ maskZero }) =>
    maskZero ? { gives: { from: "values", padding: 0, alongLast: false } } : { gives: { from: "first" } },
  ids: ({ inputDim }) => ({
    input: 0,
    count: inputDim,
    noun: "id",
    hint: (path) =>
      `the embedding ${path} has ids 0 to ${inputDim - 1}: raise its inputDim, or change the data`,
  }),
  infer(layer, input) {
    if (input.dtype !== "int32") return messages.idsAreWhole(input.path);
    return {
      shape: [...input.shape, layer.outputDim],
      dtype: "float32",
      weights: [weight("embeddings", [layer.inputDim, layer.outputDim], layer.embeddingsInitializer)],
      flops: 0,
    };
  },
};
