import { setImmediate } from "node:timers/promises";

/** How long a run may keep the event loop to itself. */
const BREATH_MS = 50;

/** A request to stop: from a signal of the caller, or from Ctrl+C. The run asks for it between steps. */
export class Interrupt {
  private wanted = false;
  private lastBreath = performance.now();
  private readonly onSignal = (): void => {
    this.wanted = true;
    // A second Ctrl+C does what it always does.
    process.off("SIGINT", this.onSignal);
  };

  constructor(
    private readonly signal: AbortSignal | undefined,
    catchInterrupts: boolean,
  ) {
    if (catchInterrupts) process.on("SIGINT", this.onSignal);
  }

  get requested(): boolean {
    return this.wanted || this.signal?.aborted === true;
  }

  /** Lets signals, timers and output through, now and then. */
  async breathe(): Promise<void> {
    if (performance.now() - this.lastBreath < BREATH_MS) return;
    await setImmediate();
    this.lastBreath = performance.now();
  }

  release(): void {
    process.off("SIGINT", this.onSignal);
  }
}
