import { flag, requestStop } from "../bridge/flags";
import type { HostLink } from "./host-link";
import type { Questions } from "./questions";

/** Stops what the main thread does, whatever that is. */
export class Interrupts {
  constructor(
    private readonly host: HostLink,
    private readonly questions: Questions,
    private readonly flags: Int32Array,
    /** Sends SIGINT to this process; nothing on Windows, which has none. */
    private readonly signal: () => void,
  ) {}

  interrupt(): void {
    const execution = requestStop(this.flags);
    // After that: whoever waits for the answer is to know why there is none.
    this.questions.withdraw();
    this.host.tell({ kind: "interrupt", execution });
    // Only a signal ends code that asks no flag, such as a regular expression or a loop in a package.
    if (Atomics.load(this.flags, flag.synchronous) === 1) this.signal();
  }
}
