/** How the losses of several heads become one. */
export { mergeGradients } from "./merge-gradients";
export { weightings } from "./table.generated";
export { learnedPath, learnedPaths, type HeadGradients, type Term, type Weighting } from "./weighting";
