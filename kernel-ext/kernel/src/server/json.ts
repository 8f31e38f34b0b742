/*
 * What a front end sends can be anything: fields are read with their type, or not at all.
 */
import type { JsonObject } from "../bridge/messages";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The field if it is a string. */
export function textOf(content: JsonObject, field: string): string | undefined {
  const value = own(content, field);
  return typeof value === "string" ? value : undefined;
}

/** The field if it is a whole number that can be counted with. */
export function integerOf(content: JsonObject, field: string): number | undefined {
  const value = own(content, field);
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

export function booleanOf(content: JsonObject, field: string, otherwise: boolean): boolean {
  const value = own(content, field);
  return typeof value === "boolean" ? value : otherwise;
}

/** The field if it is an object, else an empty one. */
export function objectOf(content: JsonObject, field: string): JsonObject {
  const value = own(content, field);
  return isObject(value) ? value : {};
}

// `constructor` and its like are no fields of a message.
function own(content: JsonObject, field: string): unknown {
  return Object.hasOwn(content, field) ? content[field] : undefined;
}
