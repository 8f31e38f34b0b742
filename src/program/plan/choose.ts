/* Which branches run for each row of a route. */
import type { Selection } from "../../graph/ir";
import { admit, type Capacity } from "./capacity";
import { likeliest, probabilityOf, type Scores } from "./scores";
import { routeRows, type RouteRows } from "./route-rows";

export interface Decision {
  /** How many rows. */
  readonly size: number;
  readonly branches: number;
  readonly select: Selection;
  /** Row -> number of the branch that is known beforehand, -1 where the scores decide. */
  readonly known: Int32Array | undefined;
  /** Needed where something is not known beforehand. */
  readonly scores: Scores | undefined;
  readonly capacity: Capacity | undefined;
}

/** The branches of every row, the first choice first, and who of them finds room. */
export function chooseBranches(decision: Decision): RouteRows {
  const { size, branches, select, known, scores, capacity } = decision;
  const choices = Array.from({ length: size }, (_, row) =>
    choicesOf(row, known?.[row] ?? -1, select, scores),
  );
  const taken = capacity ? admit(choices, scores, branches, capacity) : choices;
  return routeRows(taken, branches, loadOf(choices, branches));
}

/** The branches of a row, the first choice first. */
function choicesOf(
  row: number,
  known: number,
  select: Selection,
  scores: Scores | undefined,
): readonly number[] {
  if (known >= 0 && (select.kind === "first" || select.kind === "atLeast")) return [known];
  if (!scores) return known >= 0 ? [known] : [];
  const ranked = (count: number): number[] => likeliest(scores, row, count, known);
  switch (select.kind) {
    case "first":
      return ranked(1);
    case "top":
      return ranked(select.count);
    case "all":
      return ranked(scores.width);
    case "atLeast": {
      const first = ranked(1);
      if (first.length === 0 || probabilityOf(scores, row, first[0]!) >= select.probability) return first;
      const { otherwise } = select;
      if (otherwise.kind === "branch") return [otherwise.index];
      return ranked(otherwise.kind === "all" ? scores.width : otherwise.count);
    }
  }
}

/** For each branch its share of all choices, before room is asked for. */
function loadOf(choices: readonly (readonly number[])[], branches: number): Float32Array {
  const counts = new Float32Array(branches);
  let all = 0;
  for (const row of choices) {
    for (const branch of row) counts[branch]! += 1;
    all += row.length;
  }
  return counts.map((count) => count / Math.max(1, all));
}
