import { Validator, type ValidationError } from "jsonschema";
import type { BareNames } from "../bare-names";
import { limit } from "../../limits";
import { describe, isObject } from "./describe";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import type { JsonSchema } from "../json-schema";
import { definition } from "../schema";
import { meanings } from "./meanings";
import { isSound } from "./sound";
import { Specialiser, type Part, type SpecialSchema } from "./specialise";
import { nearest } from "../../text/suggest";

/** What keeps `value` from being a `type` of the language: one problem for each slip. */
export function validate(type: string, value: unknown, names: BareNames): Problem[] {
  return validateBy(definition(type), value, names);
}

/** The same for a schema that is no type of the language. */
export function validateBy(schema: JsonSchema, value: unknown, names: BareNames): Problem[] {
  const specialiser = new Specialiser(names);
  specialiser.cut(schema, value, []);
  const errors = specialiser.parts.flatMap(faultsOf);
  const problems = [...specialiser.problems, ...unknownKeys(errors), ...missingKeys(errors)];
  const places = new Set(problems.map(({ pointer }) => pointer));
  const repeated = specialiser.repeated.map(({ path, index, value: entry }) =>
    error(pointerTo("", ...path, index), messages.entryTwice(path, entry)),
  );
  for (const problem of [...errors.map(fromError), ...repeated]) {
    // A number can break several bounds; what it should be is then said once.
    if (!problem || places.has(problem.pointer)) continue;
    places.add(problem.pointer);
    problems.push(problem);
  }
  return [...problems, ...slipsIn(specialiser, problems)];
}

/** What does not fit together in objects whose form has no fault. */
function slipsIn({ meant }: Specialiser, problems: readonly Problem[]): Problem[] {
  return meant.flatMap(({ path, value, schema }) => {
    const place = pointerTo("", ...path);
    const faulty = problems.some(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`));
    if (faulty) return [];
    return meanings.get(schema)!(value).map((slip) => error(pointerTo(place, ...slip.path), slip.wording));
  });
}

/** What the validator finds in one part, with the paths from the whole. */
function faultsOf({ path, value, schema }: Part): readonly ValidationError[] {
  // The validator takes long to say so.
  if (isSound(value, schema)) return [];
  const { errors } = validator.validate(value, schema);
  for (const fault of errors) fault.path = [...path, ...fault.path];
  return errors;
}

const validator = new Validator();

function unknownKeys(errors: readonly ValidationError[]): Problem[] {
  // What was meant is asked for as many as are listed: a file may have a million of them.
  const most = limit("problems");
  return errors.filter(isUnknownKey).map((fault, index) => {
    const key = String(fault.argument);
    const known = knownKeys(fault);
    const meant = index < most ? nearest(key, free(known, fault)) : undefined;
    const wording = messages.misplacedKey(key, known) ?? messages.unknownKey(key, meant, known);
    return { ...error(pointerTo("", ...fault.path, key), wording), key: true };
  });
}

/** The keys that an object does not have yet: one that stands there already was not meant. */
function free(known: readonly string[], { instance }: ValidationError): string[] {
  return known.filter((key) => !(isObject(instance) && Object.hasOwn(instance, key)));
}

/** What an object lacks, as one problem, without what is there under a misspelt key. */
function missingKeys(errors: readonly ValidationError[]): Problem[] {
  const objects = grouped(
    errors.filter(({ name }) => name === "required"),
    ({ path }) => pointerTo("", ...path),
  );
  const surplus = grouped(errors.filter(isUnknownKey), ({ instance }) => instance as unknown);
  return [...objects].flatMap(([pointer, faults]) => {
    const [first] = faults;
    const misspelt = (surplus.get(first?.instance) ?? []).slice(0, limit("problems")).map((fault) => {
      const key = String(fault.argument);
      // A network within stands in the place of layers.
      return key === "nodes" ? "layers" : nearest(key, free(knownKeys(fault), fault));
    });
    const missing = faults.map(({ argument }) => String(argument)).filter((key) => !misspelt.includes(key));
    const properties = first && sourceOf(first).properties;
    if (missing.length === 0 || !properties) return [];
    const wanted = missing.map((key) => ({
      key,
      takes: describe(properties[key]!),
      means: properties[key]!.description,
    }));
    return [error(pointer, messages.keysMissing(typeIn(first.instance), wanted))];
  });
}

function grouped<Key>(
  errors: readonly ValidationError[],
  keyOf: (fault: ValidationError) => Key,
): Map<Key, ValidationError[]> {
  const groups = new Map<Key, ValidationError[]>();
  for (const fault of errors) {
    const key = keyOf(fault);
    const group = groups.get(key);
    if (group) group.push(fault);
    else groups.set(key, [fault]);
  }
  return groups;
}

function fromError({ name, path, instance, schema, argument }: ValidationError): Problem | undefined {
  const pointer = pointerTo("", ...path);
  const source = typeof schema === "string" ? undefined : (schema as SpecialSchema).source;
  if (name === "required" || name === "additionalProperties" || !source) return undefined;
  if (name === "minItems" || name === "minProperties" || name === "maxItems") {
    const count = Object.keys(instance as object).length;
    return error(pointer, messages.wrongCount(path, count, Number(argument), source));
  }
  const options = source.enum?.map(String) ?? [];
  const meant = typeof instance === "string" ? nearest(instance, options) : undefined;
  return error(pointer, messages.mustBe(path, describe(source), instance, meant));
}

function isUnknownKey({ name }: ValidationError): boolean {
  return name === "additionalProperties";
}

function knownKeys(fault: ValidationError): string[] {
  return Object.keys(sourceOf(fault).properties ?? {});
}

function sourceOf({ schema }: ValidationError): JsonSchema {
  return (typeof schema === "string" ? undefined : (schema as SpecialSchema).source) ?? {};
}

function typeIn(instance: unknown): string | undefined {
  return isObject(instance) && typeof instance.type === "string" ? instance.type : undefined;
}
