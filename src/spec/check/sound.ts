/* Whether a value is sound, told quickly: nearly every value of a large spec is. What is not, the validator looks at. */
import type { SpecialSchema } from "./specialise";

/** Keywords that say nothing about a value. */
const silent = new Set(["source", "default", "description"]);

/**
 * Whether a value keeps a schema that has neither unions nor references. `false` also where that is not known: for a
 * keyword that is not looked at here, and where two values would have to be compared part by part.
 */
export function isSound(value: unknown, schema: SpecialSchema): boolean {
  for (const keyword in schema) {
    if (silent.has(keyword)) continue;
    const rule = rules.get(keyword);
    if (!rule?.(value, schema)) return false;
  }
  return true;
}

type Rule = (value: unknown, schema: SpecialSchema) => boolean;

/** What a keyword asks of a value. Bounds concern numbers only, counts lists or objects only, as in JSON Schema. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["type", (value, { type }) => typeof type === "string" && types.get(type)?.(value) === true],
  ["const", (value, schema) => value === (schema.const as unknown)],
  ["enum", (value, schema) => schema.enum?.includes(value) === true],
  ["minimum", (value, { minimum }) => typeof value !== "number" || value >= minimum!],
  ["maximum", (value, { maximum }) => typeof value !== "number" || value <= maximum!],
  [
    "exclusiveMinimum",
    (value, { exclusiveMinimum: least }) =>
      typeof value !== "number" || (typeof least === "number" && value > least),
  ],
  [
    "exclusiveMaximum",
    (value, { exclusiveMaximum: most }) =>
      typeof value !== "number" || (typeof most === "number" && value < most),
  ],
  ["minItems", (value, { minItems }) => !Array.isArray(value) || value.length >= minItems!],
  ["maxItems", (value, { maxItems }) => !Array.isArray(value) || value.length <= maxItems!],
  [
    "minProperties",
    (value, { minProperties }) => !isRecord(value) || Object.keys(value).length >= minProperties!,
  ],
  [
    "required",
    (value, { required }) =>
      !isRecord(value) ||
      (Array.isArray(required) &&
        required.every((key) => Object.hasOwn(value, key) && value[key] !== undefined)),
  ],
  ["items", itemsAreSound],
  ["properties", propertiesAreSound],
  [
    "additionalProperties",
    (value, { additionalProperties: others, properties = {} }) =>
      others === false &&
      (!isRecord(value) || Object.keys(value).every((key) => Object.hasOwn(properties, key))),
  ],
]);

const types: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["string", (value: unknown) => typeof value === "string"],
  ["boolean", (value: unknown) => typeof value === "boolean"],
  ["number", (value: unknown) => Number.isFinite(value)],
  ["integer", (value: unknown) => Number.isInteger(value)],
  ["array", (value: unknown) => Array.isArray(value)],
  ["object", isRecord],
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function itemsAreSound(value: unknown, { items }: SpecialSchema): boolean {
  if (!Array.isArray(value)) return true;
  // One schema for each entry: what specialising leaves.
  if (!Array.isArray(items) || items.length !== value.length) return false;
  return value.every((entry, index) => isSound(entry, items[index]!));
}

function propertiesAreSound(value: unknown, { properties = {} }: SpecialSchema): boolean {
  if (!isRecord(value)) return true;
  for (const key in properties) {
    if (Object.hasOwn(value, key) && !isSound(value[key], properties[key]!)) return false;
  }
  return true;
}
