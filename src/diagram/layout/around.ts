/*
 * A way around boxes that somebody has placed by hand: across and down only, the shortest with few bends (Dijkstra 1959, over the
 * lines beside the boxes).
 */
import type { Point } from "./layout";

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From a box to a line beside it; what a bend costs, in pixels of way. */
const beside = 12;
const bend = 40;

/** A net of lines beside boxes, on which ways are looked for. */
export class Streets {
  readonly #xs: readonly number[];
  readonly #ys: readonly number[];
  /** How many boxes may still be looked at: in a picture of hundreds of placed ones the last lines are straight. */
  #patience = 100_000_000;

  /** @param ends where ways begin and end */
  constructor(
    private readonly boxes: readonly Rectangle[],
    ends: readonly Point[],
  ) {
    const sorted = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
    this.#xs = sorted([
      ...boxes.flatMap(({ left, width }) => [left - beside, left + width + beside]),
      ...ends.map(([x]) => x),
    ]);
    this.#ys = sorted([
      ...boxes.flatMap(({ top, height }) => [top - beside, top + height + beside]),
      ...ends.map(([, y]) => y),
    ]);
  }

  /** The points of a way that begins and ends downwards; a straight line where the boxes leave none. */
  way(from: Point, to: Point): Point[] {
    const start = this.#step(from, 1);
    const end = this.#step(to, -1);
    const between = this.#search(start, end);
    return between ? corners([from, ...between, to]) : [from, to];
  }

  /** A little below a box, or above it. */
  #step([x, y]: Point, by: number): Point {
    return [x, y + by * beside];
  }

  #search([fromX, fromY]: Point, [toX, toY]: Point): Point[] | undefined {
    const xs = this.#xs;
    const width = xs.length;
    const ys = [...new Set([...this.#ys, fromY, toY])].sort((a, b) => a - b);
    const place = (x: number, y: number) => ys.indexOf(y) * width + xs.indexOf(x);
    const pointOf = (at: number): Point => [xs[at % width]!, ys[Math.floor(at / width)]!];
    const [start, goal] = [place(fromX, fromY), place(toX, toY)];
    // A state is a place and how it was come to: across or down.
    const best = new Map<number, number>([[2 * start + 1, 0]]);
    const before = new Map<number, number>();
    const open = new Queue();
    open.push(2 * start + 1, 0);
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      this.#patience -= 4 * this.boxes.length;
      if (this.#patience < 0) return undefined;
      const at = state >> 1;
      if (at === goal) return this.#trace(state, before, pointOf);
      const [column, row] = [at % width, Math.floor(at / width)];
      const next = [
        ...(column > 0 ? [[at - 1, 0] as const] : []),
        ...(column < width - 1 ? [[at + 1, 0] as const] : []),
        ...(row > 0 ? [[at - width, 1] as const] : []),
        ...(row < ys.length - 1 ? [[at + width, 1] as const] : []),
      ];
      for (const [other, down] of next) {
        const [a, b] = [pointOf(at), pointOf(other)];
        if (!this.#isFree(a, b)) continue;
        const way = Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
        const cost = best.get(state)! + way + (down === (state & 1) ? 0 : bend);
        const key = 2 * other + down;
        if (cost >= (best.get(key) ?? Number.POSITIVE_INFINITY)) continue;
        best.set(key, cost);
        before.set(key, state);
        open.push(key, cost);
      }
    }
    return undefined;
  }

  #trace(state: number, before: ReadonlyMap<number, number>, pointOf: (at: number) => Point): Point[] {
    const points: Point[] = [];
    for (let at: number | undefined = state; at !== undefined; at = before.get(at))
      points.push(pointOf(at >> 1));
    return points.reverse();
  }

  #isFree([x1, y1]: Point, [x2, y2]: Point): boolean {
    const [left, right, top, bottom] = [
      Math.min(x1, x2),
      Math.max(x1, x2),
      Math.min(y1, y2),
      Math.max(y1, y2),
    ];
    return this.boxes.every(
      (box) =>
        right < box.left - 2 ||
        left > box.left + box.width + 2 ||
        bottom < box.top - 2 ||
        top > box.top + box.height + 2,
    );
  }
}

/** Without the points at which nothing turns. */
function corners(points: readonly Point[]): Point[] {
  return points.filter(([x, y], i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) return true;
    const isStraight = (before[0] === x && after[0] === x) || (before[1] === y && after[1] === y);
    return !isStraight;
  });
}

/** States by what they cost, the cheapest first: a heap. */
class Queue {
  readonly #heap: (readonly [state: number, cost: number])[] = [];

  push(state: number, cost: number): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push([state, cost]);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above]![1] <= heap[at]![1]) break;
      [heap[above], heap[at]] = [heap[at]!, heap[above]!];
      at = above;
    }
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return undefined;
    if (heap.length > 0) heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && heap[left]![1] < heap[least]![1]) least = left;
      if (right < heap.length && heap[right]![1] < heap[least]![1]) least = right;
      if (least === at) return first[0];
      [heap[least], heap[at]] = [heap[at]!, heap[least]!];
      at = least;
    }
  }
}
