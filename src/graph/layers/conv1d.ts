import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { activationFlops, weight, weightIf } from "./kind";
import { requireSequence, slideOver } from "./sequence";

/**
 * `[steps, c]` -> `[steps', filters]`; kernel `[k, c / groups, filters]`, bias `[filters]`.
 * FLOPs: 2 · k · c / groups + 1 for each output.
 */
export const conv1d: Kind<"conv1d"> = {
  arity: "one",
  infer(layer, input) {
    const sequence = requireSequence("conv1d", input);
    if (isMessage(sequence)) return sequence;
    const [steps, channels] = sequence;
    const { filters, kernelSize, strides, dilationRate, groups } = layer;
    if (dilationRate > 1 && strides > 1) return messages.dilatedStrides(dilationRate, strides);
    if (channels % groups !== 0) return messages.groupsDoNotDivide(groups, channels, "channels that enter");
    if (filters % groups !== 0) return messages.groupsDoNotDivide(groups, filters, "filters");
    const covered = (kernelSize - 1) * dilationRate + 1;
    const out = slideOver("kernel", steps, covered, strides, layer.padding);
    if (isMessage(out)) return out;
    const each = channels / groups;
    const size = out * filters;
    return {
      shape: [out, filters],
      dtype: "float32",
      weights: [
        weight("kernel", [kernelSize, each, filters], layer.kernelInitializer),
        ...weightIf(layer.useBias, "bias", [filters], layer.biasInitializer),
      ],
      flops:
        size * (2 * kernelSize * each + (layer.useBias ? 1 : 0)) + activationFlops(layer.activation, size),
    };
  },
};
