import { limit } from "../limits";
import * as messages from "./messages/index";
import { nestedTooDeeply } from "./messages/syntax";
import { pointerTo } from "./pointer";
import { error, type Problem } from "./problem";
import { maxDepth } from "./read/syntax";

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
  // The slow way only where it is needed: a large spec has a hundred thousand properties.
  if (key !== "__proto__") (target as Record<string, unknown>)[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/**
 * What in `value` is not JSON: functions, dates, circles, more values than a text may have. Without problems,
 * `copyPlain` is safe.
 */
export function notPlain(value: unknown): Problem[] {
  const look = new Look();
  look.at(value);
  if (look.left >= 0) return look.problems;
  return [error("", messages.tooLarge("specBytes", "written as text, the spec has more bytes"))];
}

/** One look through a value. */
class Look {
  readonly problems: Problem[] = [];
  /**
   * How many values may follow. A text writes each with a character and what parts it from the next; an object that
   * stands in many places is written in each: forty that hold the one before twice are a text without end.
   */
  left = limit("specBytes") / 2;
  readonly #path: (string | number)[] = [];
  readonly #around = new Set<unknown>();

  at(value: unknown): void {
    this.left -= 1;
    if (this.left < 0) return;
    if (value === null || typeof value === "string" || typeof value === "boolean") return;
    if (typeof value === "number") return;
    if (typeof value !== "object") this.#refuse(messages.notJson(nameOf(value)));
    else if (this.#around.has(value)) this.#refuse(messages.notJson("an object that contains itself"));
    else if (this.#around.size >= maxDepth) this.#refuse(nestedTooDeeply(maxDepth));
    else if (!Array.isArray(value) && !isPlainObject(value)) this.#refuse(messages.notJson(nameOf(value)));
    else {
      this.#around.add(value);
      if (Array.isArray(value)) this.#atList(value);
      else this.#atObject(value);
      this.#around.delete(value);
    }
  }

  #atList(values: readonly unknown[]): void {
    // By number: holes count as entries.
    for (let index = 0; index < values.length && this.left >= 0; index++) this.#inside(index, values[index]);
  }

  #atObject(value: object): void {
    for (const [key, entry] of Object.entries(value)) if (entry !== undefined) this.#inside(key, entry);
  }

  #inside(key: string | number, value: unknown): void {
    this.#path.push(key);
    this.at(value);
    this.#path.pop();
  }

  #refuse(wording: messages.Wording): void {
    this.problems.push(error(pointerTo("", ...this.#path), wording));
  }
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
