import { writeSync } from "node:fs";
import type { Refusal } from "./message";

/** Where the server says what went wrong: stderr of the process, which Jupyter shows in its own log. */
export interface Log {
  warn(text: string): void;
  /** Only with `ESPALIER_KERNEL_DEBUG` set. */
  debug(text: string): void;
}

// Not `process.stderr`: a worker's goes through the main thread, which may compute.
export const stderrLog: Log = {
  warn: write,
  debug: (text) => {
    if (process.env.ESPALIER_KERNEL_DEBUG) write(text);
  },
};

function write(text: string): void {
  try {
    writeSync(2, `[espalier kernel] ${text}\n`);
  } catch {
    // Nobody reads it (any more).
  }
}

const pause = 60_000;

/** Counts what was dropped, and says so now and then: a line each would let anybody fill the disk. */
export class Refusals {
  private readonly counts = new Map<Refusal, number>();
  private saidAt = -Infinity;

  constructor(
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  add(refusal: Refusal): void {
    this.counts.set(refusal, (this.counts.get(refusal) ?? 0) + 1);
    if (this.now() - this.saidAt < pause) return;
    this.saidAt = this.now();
    const counts = [...this.counts].map(([why, count]) => `${why}: ${count}`).join(", ");
    this.log.warn(`dropped since the start: ${counts}`);
  }
}
