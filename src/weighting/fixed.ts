import type { WeightingKind } from "./weighting";
import { weighedSum } from "./sum";

/** The sum of the heads' losses, each times the weight that the spec gives its head. */
export const fixed: WeightingKind<"fixed"> = () => ({
  learns: {},
  combine: (terms) => weighedSum(terms),
});
