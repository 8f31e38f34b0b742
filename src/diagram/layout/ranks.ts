/* In which row each thing stands: below all that leads into it, and not further from what it leads to than need be. */

export interface Link {
  readonly from: number;
  readonly to: number;
}

/** The row of each of `count` things. Where links lead round in a circle, the last of them counts for nothing. */
export function ranks(count: number, links: readonly Link[]): number[] {
  const after = Array.from({ length: count }, () => [] as number[]);
  const waiting = new Array<number>(count).fill(0);
  for (const { from, to } of links) {
    after[from]!.push(to);
    waiting[to] = waiting[to]! + 1;
  }
  const rank = new Array<number>(count).fill(0);
  const order: number[] = [];
  const seen = new Set<number>();
  for (let start = 0; start < count; start++) if (waiting[start] === 0) order.push(start);
  for (let next = 0; order.length < count || next < order.length; next++) {
    const at = order[next] ?? firstOpen(count, seen);
    if (order[next] === undefined) order.push(at);
    seen.add(at);
    for (const to of after[at]!) {
      if (seen.has(to)) continue;
      rank[to] = Math.max(rank[to]!, rank[at]! + 1);
      waiting[to] = waiting[to]! - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  // What nothing leads into moves down to what needs it, where that is one row.
  const hasSource = new Set(links.map(({ to }) => to));
  for (const at of order.toReversed()) {
    if (hasSource.has(at) || after[at]!.length === 0) continue;
    const lowest = after[at]!.reduce((least, to) => Math.min(least, rank[to]!), Number.POSITIVE_INFINITY);
    rank[at] = Math.max(rank[at]!, lowest - 1);
  }
  return rank;
}

function firstOpen(count: number, seen: ReadonlySet<number>): number {
  for (let i = 0; i < count; i++) if (!seen.has(i)) return i;
  return 0;
}
