/*
 * A check that takes long can be stopped: TypeScript asks before each function, class and interface whether it is to go on.
 */
import { ts } from "./typescript";

export class Cancellation {
  readonly #checkpoint: () => void;
  #thrown: { readonly error: unknown } | undefined;

  /** @param checkpoint - throws what is to end the check. */
  constructor(checkpoint: () => void) {
    this.#checkpoint = checkpoint;
  }

  /** What TypeScript asks. */
  readonly token: ts.CancellationToken = {
    isCancellationRequested: () => {
      try {
        this.#checkpoint();
        return false;
      } catch (error) {
        this.#thrown = { error };
        return true;
      }
    },
    throwIfCancellationRequested: () => {
      // What TypeScript itself throws, and looks for: no Error.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      if (this.token.isCancellationRequested()) throw new ts.OperationCanceledException();
    },
  };

  /** What ended the check, once. */
  take(): { readonly error: unknown } | undefined {
    const thrown = this.#thrown;
    this.#thrown = undefined;
    return thrown;
  }
}
