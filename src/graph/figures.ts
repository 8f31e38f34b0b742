/* The figures that an epoch of a phase has: what early stopping can watch. */
import type { HeadNode } from "./ir";

/**
 * `loss` and `accuracy` of all heads and of each (`species/loss`), then the same of the validation samples (`val/…`).
 * Only heads over classes have an accuracy.
 */
export function figureNames(heads: readonly HeadNode[]): string[] {
  const judged = heads.filter((head) => head.classes !== undefined);
  const names = [
    "loss",
    ...(judged.length > 0 ? ["accuracy"] : []),
    ...heads.map((head) => `${head.name}/loss`),
    ...judged.map((head) => `${head.name}/accuracy`),
  ];
  return [...names, ...names.map((name) => `val/${name}`)];
}
