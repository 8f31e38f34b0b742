/* The order in each row: what leads to the same stands together, so that few lines cross (Sugiyama, Tagawa and Toda 1981). */

/** A line from a place in one row to a place in the next. */
export interface Step {
  readonly upper: number;
  readonly lower: number;
}

/** Rows of more places than these in all are gone over less often: a picture of thousands is no finer for it. */
const patience = { places: 3_000, few: 2, many: 8 };

/**
 * The rows in an order with few crossings: places by the middle of what leads into them, then by that of what they lead to, and
 * so on; the best order that was seen.
 */
export function ordered(rows: readonly (readonly number[])[], steps: readonly Step[]): number[][] {
  const above = new Map<number, number[]>();
  const below = new Map<number, number[]>();
  for (const { upper, lower } of steps) {
    push(above, lower, upper);
    push(below, upper, lower);
  }
  const position = new Map<number, number>();
  const note = (row: readonly number[]) => row.forEach((place, i) => position.set(place, i));
  let now = rows.map((row) => [...row]);
  now.forEach(note);
  let best = now;
  let least = crossings(now, below, position);
  const places = now.reduce((sum, row) => sum + row.length, 0);
  const rounds = places > patience.places ? patience.few : patience.many;
  for (let round = 0; round < rounds && least > 0; round++) {
    const isDown = round % 2 === 0;
    now = now.map((row) => [...row]);
    const from = isDown ? now : now.toReversed();
    for (const row of from.slice(1)) {
      const middles = new Map(row.map((place) => [place, middle(place, isDown ? above : below, position)]));
      row.sort((a, b) => middles.get(a)! - middles.get(b)!);
      note(row);
    }
    const found = crossings(now, below, position);
    if (found < least) [best, least] = [now, found];
  }
  return best;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Of the places next to one; its own where there are none. */
function middle(
  place: number,
  next: ReadonlyMap<number, readonly number[]>,
  position: ReadonlyMap<number, number>,
): number {
  const places = next.get(place) ?? [];
  if (places.length === 0) return position.get(place)!;
  return places.reduce((sum, each) => sum + position.get(each)!, 0) / places.length;
}

/** How many lines cross, between all rows: inversions, counted with a tree of sums (Barth, Jünger and Mutzel 2002). */
function crossings(
  rows: readonly (readonly number[])[],
  below: ReadonlyMap<number, readonly number[]>,
  position: ReadonlyMap<number, number>,
): number {
  let all = 0;
  for (const [i, row] of rows.slice(0, -1).entries()) {
    const ends = row.flatMap((place) =>
      (below.get(place) ?? []).map((each) => position.get(each)!).sort((a, b) => a - b),
    );
    const size = rows[i + 1]!.length;
    const sums = new Array<number>(size + 1).fill(0);
    let seen = 0;
    for (const end of ends) {
      let upTo = 0;
      for (let at = end + 1; at > 0; at -= at & -at) upTo += sums[at]!;
      all += seen - upTo;
      for (let at = end + 1; at <= size; at += at & -at) sums[at] = sums[at]! + 1;
      seen += 1;
    }
  }
  return all;
}
