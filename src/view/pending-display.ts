import { inspect } from "node:util";

/**
 * Something being shown, to be awaited. A cell that forgets to is over before a picture is drawn, and what comes later
 * is lost to whoever runs the notebook: then `atOnce` is called while there is still time.
 */
export class PendingDisplay implements PromiseLike<undefined> {
  private awaited = false;

  constructor(
    private readonly shown: Promise<undefined>,
    atOnce: () => void,
  ) {
    // `await` asks for `then` one turn of the microtasks after it was given the value, and a cell takes some turns more
    // to end.
    queueMicrotask(() => {
      queueMicrotask(() => {
        if (this.awaited) return;
        atOnce();
        // Nobody else would hear of it.
        shown.catch((error: unknown) => {
          console.error(error);
        });
      });
    });
  }

  then<Result = void, Failure = never>(
    onShown?: ((value: undefined) => Result | PromiseLike<Result>) | null,
    onFailed?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    this.awaited = true;
    return this.shown.then(onShown, onFailed);
  }

  /** What a cell prints that ends in `show(…)`. */
  [inspect.custom](): string {
    return "(write `await show(…)`: a still picture that comes after the end of the cell may be lost)";
  }
}
