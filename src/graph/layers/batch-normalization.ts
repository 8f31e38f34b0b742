import { sizeOf } from "../../shape";
import { passesMask } from "../mask";
import { isMessage } from "../message";
import type { Kind } from "./kind";
import { requireLastAxis, weightIf } from "./kind";

/**
 * The shape stays; gamma, beta, movingMean, movingVariance, each `[channels]`, in this order.
 * FLOPs: 2 for each value, for at inference it is one factor and one offset for each channel.
 */
export const batchNormalization: Kind<"batchNormalization"> = {
  arity: "one",
  mask: passesMask,
  statistics: ({ momentum }) => ({ momentum, weights: 2 }),
  infer(layer, input) {
    const channels = requireLastAxis("batchNormalization", input);
    if (isMessage(channels)) return channels;
    return {
      shape: input.shape,
      dtype: "float32",
      weights: [
        ...weightIf(layer.scale, "gamma", [channels], "ones"),
        ...weightIf(layer.center, "beta", [channels], "zeros"),
        { name: "movingMean", shape: [channels], initializer: "zeros", trainable: false },
        { name: "movingVariance", shape: [channels], initializer: "ones", trainable: false },
      ],
      flops: 2 * sizeOf(input.shape),
    };
  },
};
