/** Kinds of one's own, from outside: layers, losses, metrics, weightings, turns and optimisers, each by a name with a colon. */
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
export type { CountedHead, LabelledRows, MetricState } from "../metrics";
export { defineOptimizer, type OptimizerDefinition } from "./optimizer";
export type { GivenOptions, OptionForm, OptionForms, OptionValues, OwnUse } from "./options";
export { defineTurns, type TurnsDefinition } from "./turns";
export { defineWeighting, type WeightingDefinition } from "./weighting";
