/* Which branches may matter for a sample, whatever the route itself would select. */
import type { Selection } from "../../graph/ir";
import { likeliest, probabilityOf, type Scores } from "./scores";

/**
 * For each row the branches that are at least so likely, the likeliest first. A row that goes to a branch of which the scores
 * know nothing goes there alone, for nobody says how likely it is.
 *
 * @param reached row -> how likely the way to the route is
 * @param atLeast how likely the way to the route and the branch have to be
 */
export function plausibleBranches(
  scores: Scores,
  reached: ArrayLike<number>,
  select: Selection,
  atLeast: number,
): number[][] {
  return Array.from({ length: reached.length }, (_, row) => {
    const ranked = likeliest(scores, row, scores.width);
    const [first] = ranked;
    if (first === undefined) return [];
    const likely = (branch: number) => probabilityOf(scores, row, branch);
    const wayOut = foreignWayOut(select, scores.width);
    if (wayOut && likely(first) < wayOut.below) return [wayOut.branch];
    return ranked.filter((branch) => reached[row]! * likely(branch) >= atLeast);
  });
}

/** The branch for those of whom a gate is unsure, where the gate itself does not know it. */
function foreignWayOut(select: Selection, width: number): { branch: number; below: number } | undefined {
  if (select.kind !== "atLeast" || select.otherwise.kind !== "branch") return undefined;
  const { index } = select.otherwise;
  return index < width ? undefined : { branch: index, below: select.probability };
}

/** How likely each branch of a row is: 1 for one of which the scores know nothing. */
export const likelihoodOf = (scores: Scores, row: number, branch: number): number =>
  branch < scores.width ? probabilityOf(scores, row, branch) : 1;
