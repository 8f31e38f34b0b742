import { types } from "node:util";
import { mostElements, mostEntries } from "./limits";

/** Deeper than Node's own 2: a notebook has more room than a terminal. */
const deepest = 4;

/**
 * How deep a value can be looked into before its text holds too many entries. Getters are not called and proxies are not
 * asked.
 *
 * @returns a depth for `util.inspect`; -1: the value itself has too many properties
 */
export function fittingDepth(value: unknown): number {
  let level: object[] = isObject(value) ? [value] : [];
  let entries = 0;
  for (let depth = 0; depth <= deepest; depth++) {
    const next: object[] = [];
    for (const object of level) {
      entries += addParts(object, next, mostEntries - entries);
      if (entries > mostEntries) return depth - 1;
    }
    if (next.length === 0) return deepest;
    level = next;
  }
  return deepest;
}

/** Puts the objects within into `parts`. Returns how many entries there are, of which not all are looked at. */
function addParts(object: object, parts: object[], budget: number): number {
  if (types.isProxy(object) || ArrayBuffer.isView(object)) return 1;
  const add = (part: unknown) => {
    if (isObject(part)) parts.push(part);
  };
  if (Array.isArray(object)) {
    const length = Math.min(object.length, mostElements);
    for (let i = 0; i < length; i++) add(Object.getOwnPropertyDescriptor(object, i)?.value);
    return length;
  }
  let count = 0;
  if (types.isMap(object) || types.isSet(object)) {
    for (const entry of object.entries()) {
      if (count++ >= mostElements) break;
      entry.forEach(add);
    }
  }
  const keys = Reflect.ownKeys(object);
  count += keys.length;
  if (count <= budget) for (const key of keys) add(Object.getOwnPropertyDescriptor(object, key)?.value);
  return count;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
