/* What messages and columns read of a record. */
import { quote } from "../text/wording";

/** An own part of a record; `null` is none. */
export function partOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return (Object.hasOwn(record, name) ? record[name] : undefined) ?? undefined;
}

/** A tag's value or a class as its name: `true` and 3 stand for "true" and "3". */
export function nameOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** A value in a message: short, and what it is. */
export function excerptOf(value: unknown): string {
  if (typeof value === "string") return quote(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "a list";
  if (typeof value === "object") return "an object";
  return nameOf(value) ?? `a ${typeof value}`;
}
