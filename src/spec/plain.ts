import * as messages from "./messages";
import { nestedTooDeeply } from "./messages-syntax";
import { pointerTo } from "./pointer";
import { error, type Problem } from "./problem";
import { maxDepth } from "./syntax";

/**
 * A copy of plain JSON that shares nothing with it. Properties that are `undefined` are left out, as in JSON text,
 * and `__proto__` stays a property like any other.
 */
export function copyPlain<Value>(value: Value): Value {
  return copy(value) as Value;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) setOwn(result, key, copy(entry));
  }
  return result;
}

/** Sets a property, also where an assignment would set the prototype instead. */
export function setOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** What in `value` is not JSON: functions, dates, circles. Without problems, `copyPlain` is safe. */
export function notPlain(value: unknown, pointer = "", around: readonly unknown[] = []): Problem[] {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return [];
  if (typeof value !== "object") return [error(pointer, messages.notJson(nameOf(value)))];
  if (around.includes(value)) return [error(pointer, messages.notJson("an object that contains itself"))];
  if (around.length >= maxDepth) return [error(pointer, nestedTooDeeply(maxDepth))];
  const within = [...around, value];
  if (Array.isArray(value)) {
    // Not flatMap: holes count as entries.
    return Array.from(value, (entry, index) => notPlain(entry, pointerTo(pointer, index), within)).flat();
  }
  if (!isPlainObject(value)) return [error(pointer, messages.notJson(nameOf(value)))];
  return Object.entries(value).flatMap(([key, entry]) =>
    entry === undefined ? [] : notPlain(entry, pointerTo(pointer, key), within),
  );
}

/** Also of another realm: a notebook's cells run in a context of their own. */
function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const { name } = value.constructor;
  return name ? `an object of the class ${name}` : "an object of a class";
}
