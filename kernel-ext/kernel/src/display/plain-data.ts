import { types } from "node:util";
import { mostElements, mostEntries } from "./limits";
import { isPlainObject } from "./plain-object";

/**
 * Whether a value is nothing but data: what can be written as a literal. Its text stays free of escape codes, so that
 * notebooks can be searched, compared and tested by it.
 */
export function isPlainData(value: unknown): boolean {
  let budget = mostEntries;
  const look = (part: unknown): boolean => {
    if (typeof part === "function" || typeof part === "symbol") return false;
    if (typeof part !== "object" || part === null) return true;
    if (types.isProxy(part)) return false;
    if (!Array.isArray(part) && !isPlainObject(part)) return false;
    // Only what the text will show: cells may hold millions of numbers.
    const keys = Array.isArray(part) ? indices(part.length) : Reflect.ownKeys(part);
    for (const key of keys) {
      if (typeof key === "symbol") return false;
      if (--budget < 0) return true;
      const property = Object.getOwnPropertyDescriptor(part, key);
      if (property && (!("value" in property) || !look(property.value))) return false;
    }
    return true;
  };
  return look(value);
}

function indices(length: number): string[] {
  return Array.from({ length: Math.min(length, mostElements) }, (_, i) => String(i));
}
