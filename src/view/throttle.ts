/** Lets the first through at once, and then one in each `interval` milliseconds. */
export class Throttle {
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly interval: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether it is time again; if so, the interval begins anew. */
  ready(): boolean {
    const now = this.now();
    if (now - this.last < this.interval) return false;
    this.last = now;
    return true;
  }
}
