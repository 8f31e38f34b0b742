import type { Schema } from "jsonschema";
import { bareItemProblem, type BareNames } from "./bare";
import { choose } from "./choose";
import { isObject } from "./describe";
import * as messages from "./messages";
import { pointerTo } from "./pointer";
import { error, type Problem } from "./problem";
import { referenceOf, resolve, type JsonSchema } from "./schema";

/** Keys of objects, indices of lists: from the whole spec to a value in it. */
export type Path = readonly (string | number)[];

/** A schema without unions and references, for one value. `source` is what it was made from. */
export interface SpecialSchema extends Schema {
  source?: JsonSchema;
}

/**
 * `schema` for this one value: where it offers a choice, the member that the author chose (by `type`, by shape), so
 * that a validator has one answer for each slip. Where the choice itself is wrong, that is the problem, and nothing
 * below it is looked at.
 */
export class Specialiser {
  readonly problems: Problem[] = [];

  /** `names`: what a bare text in a stack may mean. */
  constructor(readonly names: BareNames) {}

  specialise(schema: JsonSchema, value: unknown, path: Path): SpecialSchema {
    if (typeof value === "string" && isItem(schema))
      return this.#give(bareItemProblem(value, path, this.names));
    const resolved = resolve(schema);
    if (resolved.anyOf) {
      const choice = choose(resolved, value, path, this.names);
      return "problem" in choice ? this.#give(choice.problem) : this.specialise(choice.member, value, path);
    }
    if (Array.isArray(value)) return this.#list(resolved, value, path);
    if (isObject(value)) return this.#object(resolved, value, path);
    return plain(resolved);
  }

  #list(schema: JsonSchema, values: readonly unknown[], path: Path): SpecialSchema {
    const { items } = schema;
    // An empty list of schemas is not a schema.
    if (!items || values.length === 0) return plain(schema);
    return {
      ...plain(schema),
      items: values.map((value, index) => this.specialise(items, value, [...path, index])),
    };
  }

  #object(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: Path): SpecialSchema {
    if (schema.type !== "object") return plain(schema);
    const { properties = {}, additionalProperties } = schema;
    // Without a prototype: `constructor` and `__proto__` are keys like any other.
    const special = Object.create(null) as Record<string, SpecialSchema>;
    for (const [key, entry] of Object.entries(value)) {
      const place = [...path, key];
      if (key === "__proto__") special[key] = this.#give(nameRefused(place));
      else if (Object.hasOwn(properties, key)) special[key] = this.specialise(properties[key]!, entry, place);
      else if (isObject(additionalProperties)) {
        special[key] = this.specialise(additionalProperties, entry, place);
      }
    }
    return { ...plain(schema), properties: special, additionalProperties: false };
  }

  /** Notes a problem, if there is one; the value then counts as looked at. */
  #give(problem: Problem | undefined): SpecialSchema {
    if (problem) this.problems.push(problem);
    return {};
  }
}

/** A place where a bare text is the short form of a layer or a module. */
function isItem(schema: JsonSchema): boolean {
  const name = referenceOf(schema);
  return name === "StackItem" || name === "BlockItem";
}

function nameRefused(path: Path): Problem {
  return { ...error(pointerTo("", ...path), messages.nameReserved("__proto__")), key: true };
}

const inner = new Set(["items", "properties", "additionalProperties"]);

/** The keywords that concern the value itself, without what it contains. */
function plain(schema: JsonSchema): SpecialSchema {
  const own = Object.entries(schema).filter(([keyword]) => !inner.has(keyword));
  return { ...Object.fromEntries(own), source: schema };
}
