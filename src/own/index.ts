/** Kinds of one's own, from outside: layers, losses, metrics, weightings and turns, each by a name with a colon. */
export {
  defineLayer,
  type GradientFacts,
  type LayerDefinition,
  type LayerGradients,
  type LayerUse,
  type OwnLayerUse,
} from "./layer";
export type { Entering, Inputs, OwnWeight } from "./layer-kind";
export { defineLoss, type LossDefinition } from "./loss";
export { defineMetric, type MetricDefinition } from "./metric";
export type { GivenOptions, OptionForm, OptionForms, OptionValues } from "./options";
export { defineTurns, defineWeighting } from "./weighting";
