import type { JsonObject, Publication, RequestId } from "../bridge/messages";

/** What the host offers to everything that runs in a cell: display, comms, questions. */
export interface HostServices {
  /**
   * Publishes under the request in whose asynchronous context the caller runs (also when its cell has ended), or under
   * `request`. Text that was written before goes out before.
   */
  publish(
    type: Publication["type"],
    content: JsonObject,
    extra?: {
      readonly metadata?: JsonObject;
      readonly buffers?: readonly Uint8Array[];
      readonly request?: RequestId;
    },
  ): void;
  /**
   * Asks the user and waits, the event loop standing still. `undefined`: no answer (withdrawn).
   *
   * @throws Error if the front end of this request cannot ask.
   * @throws Interrupted
   */
  ask(question: string, options?: { readonly password?: boolean }): string | undefined;
  /** The request in whose asynchronous context the caller runs. */
  readonly request: RequestId | undefined;
  /** Runs in the context of another request: what it writes belongs there. */
  within<T>(request: RequestId, run: () => T): T;
}

/** Thrown into code that is to end because the user asked for it. `name` is what the front end shows. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(message = "the cell was interrupted") {
    super(message);
  }
}
