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
