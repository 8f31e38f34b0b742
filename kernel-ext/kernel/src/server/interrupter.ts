import { requestStop } from "../bridge/flags";
import type { HostLink } from "./host-link";
import type { Questions } from "./questions";

/** Stops what the main thread does, whatever that is. */
export class Interrupter {
  constructor(
    private readonly host: HostLink,
    private readonly questions: Questions,
    private readonly flags: Int32Array,
  ) {}

  interrupt(): void {
    const execution = requestStop(this.flags);
    // After that: whoever waits for the answer is to know why there is none.
    this.questions.withdraw();
    this.host.tell({ kind: "interrupt", execution });
  }
}
