/* Waiting for conditions: what a test expects to happen is waited for until it has, however slow the machine is. */
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Milliseconds after which something is taken for what never happens. No limit of speed: a busy machine is not to fail a
 * test. Less than vitest's own limits, so that the failure says what did not come.
 */
export const patience = 120_000;

/** Milliseconds between two looks. */
const pause = 10;

/**
 * Waits until a condition holds.
 *
 * @param condition asked again and again; holds when it gives something other than `undefined`, `null` and `false`.
 * @param what what is waited for, for the message; a function may tell more of what is there instead.
 * @returns what the condition gave.
 * @throws Error if it never holds, or what the condition throws.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  what: string | (() => string),
): Promise<Exclude<T, undefined | null | false>> {
  // Counted in looks and not by the clock: what stood still for a while has seen nothing in it.
  for (let looks = 0; looks < patience / pause; looks++) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false)
      return value as Exclude<T, undefined | null | false>;
    await sleep(pause);
  }
  throw new Error(`${typeof what === "string" ? what : what()} never came`);
}

/** Waits until a promise settles. @throws Error if it never does. */
export async function settled<T>(promise: Promise<T>, what: string | (() => string)): Promise<T> {
  let done = false;
  const watched = promise.finally(() => (done = true));
  watched.catch(() => undefined);
  await eventually(() => done, what);
  return watched;
}
