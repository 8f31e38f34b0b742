/**
 * Who goes where: the rows of each branch and the way back into the samples' order.
 * Plain arrays on the host, so that no comparison ever stands on TensorFlow's tape.
 */
export interface RoutePlan {
  /** Row -> number of its branch, -1 for none. */
  readonly taken: Int32Array;
  /** For each branch its rows, ascending. */
  readonly rows: readonly Int32Array[];
}

/**
 * Groups rows by branch.
 *
 * @param taken row -> number of its branch, from 0; -1 for a row that takes none
 * @throws RangeError where a number is not a branch's
 */
export function planRoute(taken: Int32Array, branches: number): RoutePlan {
  const counts = new Int32Array(branches);
  for (const branch of taken) {
    if (branch < -1 || branch >= branches) throw new RangeError(`branch ${branch} of ${branches}`);
    if (branch >= 0) counts[branch]! += 1;
  }
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(branches);
  taken.forEach((branch, row) => {
    if (branch >= 0) rows[branch]![filled[branch]!++] = row;
  });
  return { taken, rows };
}

/** Whether `rows` are all of `size` rows: then a gather would only copy. */
export function isEveryRow(rows: Int32Array, size: number): boolean {
  return rows.length === size; // Rows are distinct and ascending.
}

/**
 * The way back: where each sample's row stands once the parts are laid one after another.
 *
 * `parts[k]` holds the rows of part k; `inverse[row]` is that row's place in the concatenation.
 */
export function inverseOrder(parts: readonly Int32Array[], size: number): Int32Array {
  const inverse = new Int32Array(size).fill(-1);
  let place = 0;
  for (const rows of parts) for (const row of rows) inverse[row] = place++;
  return inverse;
}
