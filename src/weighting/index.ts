/** How the losses of several heads become one. */
export { mergeGradients } from "./merge-gradients";
export { scaled, sumOf } from "./sum";
export { weightings } from "./table.generated";
export { learnedPath, learnedPaths, type HeadGradients, type Term, type Weighting } from "./weighting";
