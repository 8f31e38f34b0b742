import type { Schema } from "jsonschema";
import type { BareNames } from "../bare-names";
import { bareItemProblem } from "./bare";
import { choose } from "./choose";
import { isObject } from "./describe";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import type { JsonSchema } from "../json-schema";
import { referenceOf, resolve } from "../schema";
import { meanings } from "./meanings";

/** Keys of objects, indices of lists: from the whole spec to a value in it. */
type Path = readonly (string | number)[];

/** A schema without unions and references, for one value. `source` is what it was made from. */
export interface SpecialSchema extends Schema {
  source?: JsonSchema;
}

/** A part of a spec that is validated by itself, and where it stands. */
export interface Part {
  readonly path: Path;
  readonly value: unknown;
  readonly schema: SpecialSchema;
}

/** Entries of a list that are validated together. */
const together = 50;

/**
 * `schema` for one value: where it offers a choice, the member that the author chose (by `type`, by shape), so
 * that a validator has one answer for each slip. Where the choice itself is wrong, that is the problem, and nothing
 * below it is looked at.
 *
 * What may be long (a record by names, a list) is cut into parts: the validator copies its list of errors for every
 * value that it passes, and takes some names of an author's for addresses inside the schema.
 */
export class Specialiser {
  readonly problems: Problem[] = [];
  readonly parts: Part[] = [];
  /** Lists with an entry that stands twice. The validator would compare each entry with each. */
  readonly repeated: { readonly path: Path; readonly index: number; readonly value: unknown }[] = [];

  /** Objects whose parts may not fit together, each with its schema. */
  readonly meant: { readonly path: Path; readonly value: object; readonly schema: JsonSchema }[] = [];

  /** `names`: what a bare text in a stack may mean. */
  constructor(readonly names: BareNames) {}

  /** Cuts a value into parts, this one first. */
  cut(schema: JsonSchema, value: unknown, path: Path): void {
    const at = this.parts.length;
    const part = { path, value, schema: this.#specialise(schema, value, path) };
    this.parts.splice(at, 0, part);
  }

  #specialise(schema: JsonSchema, value: unknown, path: Path): SpecialSchema {
    if (typeof value === "string" && isItem(schema))
      return this.#give(bareItemProblem(value, path, this.names));
    const resolved = resolve(schema);
    if (resolved.anyOf) {
      const choice = choose(resolved, value, path, this.names);
      return "problem" in choice ? this.#give(choice.problem) : this.#specialise(choice.member, value, path);
    }
    if (Array.isArray(value)) return this.#list(resolved, value, path);
    if (isObject(value)) return this.#object(resolved, value, path);
    return plain(resolved);
  }

  #list(schema: JsonSchema, values: readonly unknown[], path: Path): SpecialSchema {
    const { items } = schema;
    if (schema.uniqueItems) this.#findRepeated(values, path);
    if (!items) return plain(schema);
    const cut = values.length > together;
    const special = values.map((value, index) => this.#specialise(items, value, [...path, index]));
    if (!cut) return special.length === 0 ? plain(schema) : { ...plain(schema), items: special };
    for (const [index, entry] of special.entries()) {
      // A value without schema is sound, or its problem is known.
      if (Object.keys(entry).length === 0) continue;
      this.parts.push({ path: [...path, index], value: values[index], schema: entry });
    }
    return plain(schema);
  }

  #object(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: Path): SpecialSchema {
    if (schema.type !== "object") return plain(schema);
    if (meanings.has(schema)) this.meant.push({ path, value, schema });
    const { properties = {}, additionalProperties } = schema;
    // Without a prototype: `constructor` and `__proto__` are keys like any other.
    const special = Object.create(null) as Record<string, SpecialSchema>;
    for (const [key, entry] of Object.entries(value)) {
      const place = [...path, key];
      if (key === "__proto__") special[key] = this.#give(nameRefused(place));
      else if (Object.hasOwn(properties, key))
        special[key] = this.#specialise(properties[key]!, entry, place);
      else if (isObject(additionalProperties)) this.cut(additionalProperties, entry, place);
    }
    // Every key of a record is as good as another.
    if (isObject(additionalProperties)) return plain(schema);
    return { ...plain(schema), properties: special, additionalProperties: false };
  }

  #findRepeated(values: readonly unknown[], path: Path): void {
    const seen = new Set<string>();
    for (const [index, value] of values.entries()) {
      const text = JSON.stringify(value);
      if (seen.has(text)) {
        this.repeated.push({ path, index, value });
        return;
      }
      seen.add(text);
    }
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

const inner = new Set(["items", "properties", "additionalProperties", "uniqueItems"]);

/** The keywords that concern the value itself, without what it contains. The same object each time: do not change it. */
function plain(schema: JsonSchema): SpecialSchema {
  let own = plainOf.get(schema);
  if (!own) {
    const kept = Object.entries(schema).filter(
      ([keyword]) => !inner.has(keyword) && keyword !== "description",
    );
    own = { ...Object.fromEntries(kept), source: schema };
    plainOf.set(schema, own);
  }
  return own;
}

const plainOf = new WeakMap<JsonSchema, SpecialSchema>();
