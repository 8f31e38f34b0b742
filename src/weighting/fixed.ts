import { scaled, sumOf } from "./sum";
import type { Weighting } from "./weighting";

/** The sum of the heads' losses, each times the weight that the spec gives its head. */
export const fixed: Weighting = {
  learns: {},
  combine: (terms) => sumOf(terms.map(({ head, loss, share }) => scaled(loss, share * head.weight))),
};
