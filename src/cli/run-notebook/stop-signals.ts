/**
 * Ctrl+C as two signals: the first asks for an orderly end (what has been computed is kept), the second for an
 * end now. SIGTERM and SIGHUP count alike.
 */
export class StopSignals {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private readonly names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  private readonly listener = (): void => {
    if (!this.first.signal.aborted) {
      this.first.abort();
      this.onFirst();
    } else this.second.abort();
  };

  constructor(private readonly onFirst: () => void) {
    for (const name of this.names) process.on(name, this.listener);
  }

  get interrupt(): AbortSignal {
    return this.first.signal;
  }

  get abandon(): AbortSignal {
    return this.second.signal;
  }

  release(): void {
    for (const name of this.names) process.off(name, this.listener);
  }
}
