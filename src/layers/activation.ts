import { applyActivation } from "./activations";
import type { Apply } from "./layer";

/** An activation as a layer of its own. */
export const activation: Apply<"activation"> = (layer, [x]) => ({
  value: applyActivation(layer.activation, x!),
});
