/** How the losses of several heads become one. */
import { OpenTable } from "../open-table";
import type { WeightingName } from "../spec/language";
import { weightings } from "./table.generated";
import type { Weighting } from "./weighting";

/** The built-in weightings, and those of one's own. */
export const allWeightings = new OpenTable<WeightingName, Weighting>("weighting", weightings);

export { weightings };
export { mergeGradients } from "./merge-gradients";
export { scaled, sumOf } from "./sum";
export { learnedPath, learnedPaths, type HeadGradients, type Term, type Weighting } from "./weighting";
