/**
 * Who goes where at one route: the rows of each branch and the way back into the samples' order.
 * Plain arrays on the host, so that no comparison ever stands on TensorFlow's tape.
 */
export interface RouteRows {
  /** Row -> number of its first branch, -1 for none. */
  readonly taken: Int32Array;
  /** For each branch its rows, ascending. */
  readonly rows: readonly Int32Array[];
  /** For each branch the share of the choices that it got, whether or not there was room. */
  readonly load: Float32Array;
}

/**
 * Groups rows by branch.
 *
 * @param choices row -> numbers of its branches, from 0; a row may have none
 * @throws RangeError where a number is not a branch's
 */
export function routeRows(
  choices: readonly (readonly number[])[],
  branches: number,
  load: Float32Array,
): RouteRows {
  const counts = new Int32Array(branches);
  const taken = new Int32Array(choices.length).fill(-1);
  choices.forEach((row, number) => {
    for (const branch of row) {
      if (!(branch >= 0 && branch < branches)) throw new RangeError(`branch ${branch} of ${branches}`);
      counts[branch]! += 1;
    }
    if (row.length > 0) taken[number] = row[0]!;
  });
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(branches);
  choices.forEach((row, number) => {
    for (const branch of row) rows[branch]![filled[branch]!++] = number;
  });
  return { taken, rows, load };
}

/**
 * The way back: where each sample's row stands once the parts are laid one after another, and after them the rows that
 * no branch took.
 *
 * `parts[k]` holds the rows of part k, no row in two of them; `order[row]` is that row's place in the concatenation.
 */
export function orderBack(parts: readonly Int32Array[], size: number): Int32Array {
  const order = new Int32Array(size).fill(-1);
  let place = 0;
  for (const rows of parts) for (const row of rows) order[row] = place++;
  for (let row = 0; row < size; row++) if (order[row] === -1) order[row] = place++;
  return order;
}

/** 1 where a branch runs for a row: `rows * branches`. */
export function selectedMask({ rows, taken }: RouteRows): Float32Array {
  const mask = new Float32Array(taken.length * rows.length);
  rows.forEach((own, branch) => {
    for (const row of own) mask[row * rows.length + branch] = 1;
  });
  return mask;
}
