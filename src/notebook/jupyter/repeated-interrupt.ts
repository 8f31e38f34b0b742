import type { Kernel } from "./kernel";

const pause = 2000;

/**
 * Passes the user's wish to stop on to the kernel, again and again until the cell has ended: tslab does not hear a
 * signal that comes while it compiles a cell, and forgets it.
 */
export class RepeatedInterrupt {
  private timer: NodeJS.Timeout | undefined;
  private readonly start = (): void => {
    this.kernel.interrupt();
    this.timer = setInterval(() => {
      this.kernel.interrupt();
    }, pause);
  };

  constructor(
    private readonly kernel: Kernel,
    private readonly wish: AbortSignal,
  ) {
    if (wish.aborted) this.start();
    else wish.addEventListener("abort", this.start, { once: true });
  }

  end(): void {
    this.wish.removeEventListener("abort", this.start);
    clearInterval(this.timer);
  }
}
