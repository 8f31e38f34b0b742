import type { JsonSchema } from "../json-schema";
import { ownRoomOf } from "../own-forms";
import { members, resolve } from "../schema";

type Kind = "text" | "number" | "boolean" | "list" | "object" | "null";

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return "list";
  if (value === null) return "null";
  if (typeof value === "string") return "text";
  return typeof value === "object" ? "object" : typeof value === "boolean" ? "boolean" : "number";
}

/** The kind of value that a schema without unions takes. */
export function kindTaken({ type }: JsonSchema): Kind {
  switch (type) {
    case "array":
      return "list";
    case "boolean":
    case "object":
      return type;
    case "number":
    case "integer":
      return "number";
    default:
      return "text";
  }
}

/** A value as a message shows it: texts and numbers as written, what is larger by its kind. */
export function show(value: unknown): string {
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    return value.length === 0 ? "an empty list" : text.length <= 24 ? text : `a list of ${value.length}`;
  }
  if (isObject(value)) return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length <= 40 ? value : `${value.slice(0, 39)}…`);
}

/** What a schema takes, in words: `a whole number of at least 1 or a list of 2 whole numbers`. */
export function describe(schema: JsonSchema): string {
  // What one defines oneself is not listed: that names of its own may stand here, `define…` says.
  const forms = members(schema).filter((form) => ownRoomOf(form) === undefined);
  const objects = forms.filter((form) => kindTaken(form) === "object");
  // Of very many kinds of objects, which one it is to be comes after that it is to be one; so where one needs nothing.
  const brief = objects.length > 3 || objects.some(({ required = [] }) => required.length === 0);
  const words = brief ? forms.map(describeBriefly) : forms.map(describeOne);
  return [...new Set(words)].join(" or ");
}

function describeBriefly(schema: JsonSchema): string {
  return kindTaken(schema) === "object" ? "an object" : describeOne(schema);
}

function describeOne(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return oneOf(schema.enum.map((value) => JSON.stringify(value)));
  switch (kindTaken(schema)) {
    case "text":
      return "a text";
    case "number":
      return `a ${schema.type === "integer" ? "whole number" : "number"}${range(schema)}`;
    case "boolean":
      return "true or false";
    case "list":
      return describeList(schema);
    default:
      return describeObject(schema);
  }
}

function describeList({ items, minItems, maxItems }: JsonSchema): string {
  const count = minItems !== undefined && minItems === maxItems ? `${minItems} ` : "";
  const item = items && resolve(items);
  const kind = item && !item.anyOf ? kindTaken(item) : undefined;
  if (kind === "number") return `a list of ${count}${item?.type === "integer" ? "whole numbers" : "numbers"}`;
  if (kind === "text") return `a list of ${count}texts`;
  return count ? `a list of ${count}entries` : "a list";
}

function describeObject({ required = [] }: JsonSchema): string {
  return required.length > 0
    ? `an object with ${required.map((key) => `"${key}"`).join(" and ")}`
    : "an object";
}

function range({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const bounds = [
    minimum !== undefined && `of at least ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
  ].filter((bound) => bound !== false);
  return bounds.length > 0 ? ` ${bounds.join(" and ")}` : "";
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}
