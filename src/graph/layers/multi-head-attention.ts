import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind } from "./kind";
import { weight, weightIf } from "./kind";
import { requireSequence } from "./sequence";

/**
 * Query `[steps, d]`, value `[keys, e]`, key `[keys, f]` -> `[steps, d]`. Weights in Keras' order: of query, key and value
 * a kernel `[channels, heads, width]` and a bias `[heads, width]` each, then of the output `[heads, valueDim, d]`, `[d]`.
 * FLOPs: of the four projections as of dense layers; for each head and each pair of step and key 2 · keyDim for how well
 * they fit, 5 for the softmax, 2 · valueDim for the mean; one for each value of the query, which is scaled.
 */
export const multiHeadAttention: Kind<"multiHeadAttention"> = {
  arity: "any",
  mask: () => ({ uses: true, gives: { from: "first" } }),
  infer(layer, first, inputs) {
    if (inputs.length > 3) {
      return messages.takesAtMost(layer.type, "query, value and key", inputs);
    }
    const value = inputs[1] ?? first;
    const key = inputs[2] ?? value;
    const query = requireSequence(layer.type, first);
    if (isMessage(query)) return query;
    const valued = requireSequence(layer.type, value);
    if (isMessage(valued)) return valued;
    const keyed = requireSequence(layer.type, key);
    if (isMessage(keyed)) return keyed;
    if (keyed[0] !== valued[0]) return messages.keysWithoutValues(value, key);
    const { numHeads: heads, keyDim, valueDim, useBias } = layer;
    const [steps, width] = query;
    const [keys] = keyed;
    const projection = (name: string, channels: number, dim: number) => [
      weight(`${name}Kernel`, [channels, heads, dim], layer.kernelInitializer),
      ...weightIf(useBias, `${name}Bias`, [heads, dim], layer.biasInitializer),
    ];
    const bias = useBias ? 1 : 0;
    const projections =
      steps * heads * keyDim * (2 * width + bias) +
      keys * heads * keyDim * (2 * keyed[1] + bias) +
      keys * heads * valueDim * (2 * valued[1] + bias) +
      steps * width * (2 * heads * valueDim + bias);
    return {
      shape: first.shape,
      dtype: "float32",
      weights: [
        ...projection("query", width, keyDim),
        ...projection("key", keyed[1], keyDim),
        ...projection("value", valued[1], valueDim),
        weight("outputKernel", [heads, valueDim, width], layer.kernelInitializer),
        ...weightIf(useBias, "outputBias", [width], layer.biasInitializer),
      ],
      flops: projections + heads * steps * keys * (2 * keyDim + 5 + 2 * valueDim) + steps * heads * keyDim,
    };
  },
};
