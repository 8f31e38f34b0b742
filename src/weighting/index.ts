/** How the losses of several heads become one. */
export { mergeGradients, sharedGradients } from "./merge-gradients";
export { weightings } from "./table.generated";
export { weightingOf } from "./weighting-of";
export {
  learnedPaths,
  numberPath,
  statePaths,
  type HeadGradients,
  type Moment,
  type Numbers,
  type Term,
  type Weighting,
} from "./weighting";
