/** A kind of node as tensors, and how its weights start. */
export { applyActivation } from "./activations";
export { applyLayer, ownLayers, type AnyApply } from "./apply";
export { initialValues } from "./initialize";
export type { LayerContext, LayerResult } from "./layer";
