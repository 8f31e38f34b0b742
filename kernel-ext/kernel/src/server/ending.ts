import { setTimeout as sleep } from "node:timers/promises";
import { flag } from "../bridge/flags";
import type { HostLink } from "./host-link";

/**
 * How long the host may take to end the process: code that computes, a training that saves itself, on a busy machine
 * too. Less than the 5 s after which Jupyter itself kills.
 */
const grace = 3_500;
/** How long the history, and then the replies, may take to get where they belong. */
const flushing = 1_000;

interface Closable {
  close(milliseconds?: number): Promise<void>;
}

interface Surroundings {
  readonly host: HostLink;
  readonly sockets: readonly Closable[];
  readonly flags: Int32Array;
  /** Stops what the main thread computes, so that it can end by itself. */
  readonly interrupt: () => void;
  /** Hands to the sockets what waits, and resolves when the history is written. */
  readonly settle: () => Promise<void>;
  /** Ends the process at once. */
  readonly kill: () => void;
}

/** The end of the process, which comes whatever the main thread does. */
export class Ending {
  private begun = false;
  private timer: NodeJS.Timeout | undefined;
  private drained: Promise<void> | undefined;

  constructor(private readonly around: Surroundings) {}

  /** Asks the host to end the process, and sees to it that it does. */
  async begin(restart: boolean): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    this.insist();
    this.around.interrupt();
    // The host ends the process at once: by then the replies must have left.
    await this.drain();
    this.around.host.tell({ kind: "shutdown", restart });
  }

  /** The main thread ends the process by itself, as soon as everything has left. */
  async follow(): Promise<void> {
    this.insist();
    await this.drain();
    Atomics.store(this.around.flags, flag.drained, 1);
    Atomics.notify(this.around.flags, flag.drained);
  }

  /** An `exit` listener of user code may loop, too. */
  private insist(): void {
    this.timer ??= setTimeout(this.around.kill, grace);
  }

  /** Sends and writes what there is, and closes the sockets. */
  private drain(): Promise<void> {
    return (this.drained ??= this.empty());
  }

  private async empty(): Promise<void> {
    const { settle, sockets } = this.around;
    await Promise.race([settle(), sleep(flushing)]);
    await Promise.allSettled(sockets.map((socket) => socket.close(flushing)));
  }
}
