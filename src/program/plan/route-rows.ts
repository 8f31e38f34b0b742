/**
 * Who goes where at one route: the rows of each branch and the way back into the samples' order.
 * Plain arrays on the host, so that no comparison ever stands on TensorFlow's tape.
 */
export interface RouteRows {
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
export function routeRows(taken: Int32Array, branches: number): RouteRows {
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

/**
 * The way back: where each sample's row stands once the parts are laid one after another, and after them the rows that
 * no branch took.
 *
 * `parts[k]` holds the rows of part k; `order[row]` is that row's place in the concatenation.
 */
export function orderBack(parts: readonly Int32Array[], size: number): Int32Array {
  const order = new Int32Array(size).fill(-1);
  let place = 0;
  for (const rows of parts) for (const row of rows) order[row] = place++;
  for (let row = 0; row < size; row++) if (order[row] === -1) order[row] = place++;
  return order;
}
