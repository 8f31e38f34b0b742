/*
 * Values that a cell may end in without showing anything: what they stand for is on the screen already.
 */
const silent = new WeakSet<object>();

export function silence<Thing extends object>(value: Thing): Thing {
  silent.add(value);
  return value;
}

export function isSilent(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && silent.has(value));
}
