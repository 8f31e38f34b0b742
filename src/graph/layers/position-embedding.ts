import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import type { Kind } from "./kind";
import { weightIf } from "./kind";
import { requireSequence } from "./sequence";

/** The shape stays; learned: embeddings `[steps, channels]`. FLOPs: one for each value. */
export const positionEmbedding: Kind<"positionEmbedding"> = {
  arity: "one",
  mask: passesMask,
  infer(layer, input) {
    const sequence = requireSequence(layer.type, input);
    if (isMessage(sequence)) return sequence;
    return {
      shape: input.shape,
      dtype: "float32",
      weights: weightIf(layer.form === "learned", "embeddings", sequence, layer.embeddingsInitializer),
      flops: sizeOf(input.shape),
    };
  },
};
