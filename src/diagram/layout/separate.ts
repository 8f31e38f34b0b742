/*
 * Things in a row, each as near as can be to where it would like to be, with none over another: the nearest such places, in
 * the sense of least squares, by pooling neighbours that push each other (Ayer et al. 1955).
 */
export interface Wish {
  /** Of the middle. */
  readonly at: number;
  readonly weight: number;
}

/** @param apart between the middles of each and the next, at least; the middles that result */
export function separate(wishes: readonly Wish[], apart: readonly number[]): number[] {
  const shifts: number[] = [0];
  for (const [i, gap] of apart.entries()) shifts.push(shifts[i]! + gap);
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (const [i, { at, weight }] of wishes.entries()) {
    let pool = { sum: (at - shifts[i]!) * weight, weight, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.weight > pool.sum / pool.weight;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  let i = 0;
  return pools.flatMap(({ sum, weight, count }) =>
    Array.from({ length: count }, () => sum / weight + shifts[i++]!),
  );
}
