/** How the losses of several heads become one. */
export { mergeGradients, sharedGradients } from "./merge-gradients";
export { scaled, sumOf } from "./sum";
export { weightings } from "./table.generated";
export { allWeightings, weightingOf } from "./weighting-of";
export {
  byHeadOf,
  learnedPaths,
  numberPath,
  statePaths,
  type HeadGradients,
  type WeightingMoment,
  type Numbers,
  type Term,
  type Weighting,
} from "./weighting";
