/** The caller's signal and Ctrl+C as one. */
export class StopSignal {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly onInterrupt = (): void => this.controller.abort();

  /** @param interruptible whether Ctrl+C counts; a second one does what it always does */
  constructor(signal: AbortSignal | undefined, interruptible: boolean) {
    this.signal = signal ? AbortSignal.any([signal, this.controller.signal]) : this.controller.signal;
    if (interruptible) process.once("SIGINT", this.onInterrupt);
  }

  release(): void {
    process.off("SIGINT", this.onInterrupt);
  }
}
