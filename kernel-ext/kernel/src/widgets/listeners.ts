import { Interrupted } from "../host/services";

/** A function of a cell: it may be async, and it may throw. */
// What it takes is between whoever adds it and whoever calls it: see the declarations of what cells find.
export type Listener = (...values: never[]) => unknown;

/** Who wants to hear of what. */
export class Listeners {
  private readonly byEvent = new Map<string, Listener[]>();

  add(event: string, listener: Listener): void {
    this.byEvent.set(event, [...(this.byEvent.get(event) ?? []), listener]);
  }

  remove(event: string, listener?: Listener): void {
    const left = listener && this.byEvent.get(event)?.filter((one) => one !== listener);
    if (left?.length) this.byEvent.set(event, left);
    else this.byEvent.delete(event);
  }

  /** As they are now: who is added while one runs is not called. Each gives what it gives. */
  calls(event: string, ...values: readonly unknown[]): readonly (() => unknown)[] {
    return (this.byEvent.get(event) ?? []).map((listener) => () => listener(...(values as never[])));
  }
}

/**
 * Calls one after the other, each whatever became of those before it.
 *
 * @throws Interrupted: the user wants no more of it
 */
export async function callEach(
  calls: readonly (() => unknown)[],
  onError: (error: unknown) => void,
): Promise<void> {
  for (const call of calls) {
    try {
      await call();
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      onError(error);
    }
  }
}
