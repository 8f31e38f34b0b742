import { flag } from "../bridge/flags";
import type { HostLink } from "./host-link";

/** How long the host may take to end the process: code that computes, a training that saves itself. */
const grace = 1_500;
/** How long replies may take to leave. */
const flushing = 500;

interface Closable {
  close(milliseconds?: number): Promise<void>;
}

interface Surroundings {
  readonly host: HostLink;
  readonly sockets: readonly Closable[];
  readonly flags: Int32Array;
  /** Stops what the main thread computes, so that it can end by itself. */
  readonly interrupt: () => void;
  /** Sends what waits, and resolves when the history is written. */
  readonly settle: () => Promise<void>;
  /** Ends the process at once. */
  readonly kill: () => void;
}

/** The end of the process, which comes whatever the main thread does. */
export class Ending {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly around: Surroundings) {}

  /** Asks the host to end the process, and sees to it that it does. */
  begin(restart: boolean): void {
    if (this.timer) return;
    const { interrupt, host, kill } = this.around;
    this.timer = setTimeout(kill, grace);
    interrupt();
    host.tell({ kind: "shutdown", restart });
  }

  /** The main thread ends the process as soon as all that was sent has left; it waits for `flag.drained`. */
  async drain(): Promise<void> {
    const { sockets, flags, settle } = this.around;
    await Promise.allSettled([settle(), ...sockets.map((socket) => socket.close(flushing))]);
    Atomics.store(flags, flag.drained, 1);
    Atomics.notify(flags, flag.drained);
  }
}
