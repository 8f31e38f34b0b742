/** Lets one through in each `interval` milliseconds; the first at once, or with `later` after the first interval. */
export class Throttle {
  private last: number;

  constructor(
    private readonly interval: number,
    private readonly now: () => number = () => performance.now(),
    first: "atOnce" | "later" = "atOnce",
  ) {
    this.last = first === "later" ? now() : Number.NEGATIVE_INFINITY;
  }

  /** Whether it is time again; if so, the interval begins anew. */
  ready(): boolean {
    const now = this.now();
    if (now - this.last < this.interval) return false;
    this.last = now;
    return true;
  }
}
