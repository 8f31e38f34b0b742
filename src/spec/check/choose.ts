import type { BareNames } from "../bare-names";
import { describe, kindOf, kindTaken } from "./describe";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error } from "../problem";
import type { JsonSchema } from "../json-schema";
import { members, nodeSchemas, resolve } from "../schema";
import { ownForms, ownRoomOf } from "../own-forms";
import { nearest } from "../../text/suggest";
import { chooseOwn, type Choice } from "./own";

type Path = readonly (string | number)[];
type Properties = Readonly<Record<string, unknown>>;

/** The member of a union that `value` is meant to be, or what is wrong with every one of them. */
export function choose(union: JsonSchema, value: unknown, path: Path, names: BareNames): Choice {
  const kind = kindOf(value);
  const fitting = members(union).filter((member) => kindTaken(member) === kind);
  const own = chooseOwn(fitting, value, path);
  if (own) return own;
  const candidates = fitting.filter((member) => ownRoomOf(member) === undefined);
  const [first] = candidates;
  if (!first) return wrong(path, messages.mustBe(path, describe(union), value));
  if (kind === "object") {
    return chooseObject(candidates, value as Properties, path, { ...names, own: ownNames(fitting) });
  }
  const member = candidates.find((candidate) => optionsOf(candidate)?.includes(value) ?? true);
  if (member) return { member };
  const options = candidates.flatMap((candidate) => optionsOf(candidate) ?? []);
  const meant = nearest(String(value), [...options.map(String), ...ownNames(fitting)]);
  const wording = messages.mustBe(path, describe(union), value, meant);
  return wrong(path, meant === undefined ? { ...wording, ...asObject(union, value) } : wording);
}

/** What a bare text may name, and the kinds of one's own that would fit. */
interface Names extends BareNames {
  readonly own: readonly string[];
}

const ownNames = (fitting: readonly JsonSchema[]): string[] =>
  fitting.flatMap((member) => {
    const room = ownRoomOf(member);
    return room === undefined ? [] : ownForms[room].ownNames();
  });

function chooseObject(
  candidates: readonly JsonSchema[],
  value: Properties,
  path: Path,
  names: Names,
): Choice {
  const key = ["type", "format"].find((name) =>
    candidates.every(({ properties }) => properties?.[name]?.const !== undefined),
  );
  return key === undefined
    ? chooseByKeys(candidates, value, path)
    : chooseByType(candidates, key, value, path, names);
}

function chooseByType(
  candidates: readonly JsonSchema[],
  key: string,
  value: Properties,
  path: Path,
  names: Names,
): Choice {
  if (!candidates.some(({ required }) => required?.includes(key))) return { member: merged(candidates, key) };
  if (!Object.hasOwn(value, key)) return chooseWithoutType(candidates, key, value, path);
  const given = value[key];
  const place = [...path, key];
  if (typeof given !== "string") return wrong(place, messages.mustBe(place, "the name of a type", given));
  if (isNodeInBranch(given, path)) return wrong(path, messages.nodeInBranch(given));
  const member = candidates.find((candidate) => typeOf(candidate, key) === given);
  if (member) return { member };
  const types = candidates.map((candidate) => typeOf(candidate, key));
  return wrong(
    place,
    messages.unknownType(key, given, types, nearest(given, [...types, ...names.own]), names),
  );
}

/** Whether something is written inside a branch that is only ever a node of its own. A stack is what a branch is anyway. */
function isNodeInBranch(type: string, path: Path): boolean {
  return path.at(-2) === "branches" && nodeSchemas.get(type)?.required?.includes("type") === true;
}

/**
 * No member must say its `type`: what bears the value's name may imply it. The options of all of them, then, none of them
 * asked for; whoever knows the name says which belong to the type (`checkApproach`).
 */
function merged(candidates: readonly JsonSchema[], key: string): JsonSchema {
  const properties: Record<string, JsonSchema> = { [key]: {} };
  for (const candidate of candidates) Object.assign(properties, candidate.properties);
  properties[key] = { type: "string", enum: candidates.map((candidate) => typeOf(candidate, key)) };
  return { type: "object", properties };
}

/** No `type`: the one member that needs none, unless the other keys say that it was forgotten. */
function chooseWithoutType(
  candidates: readonly JsonSchema[],
  key: string,
  value: Properties,
  path: Path,
): Choice {
  const misspelt = Object.keys(value).find(
    (given) => !candidates.some((candidate) => hasKey(candidate, given)) && nearest(given, [key]) === key,
  );
  if (misspelt !== undefined) {
    const place = [...path, misspelt];
    return { problem: { ...error(pointerTo("", ...place), messages.unknownKey(misspelt, key)), key: true } };
  }
  const without = candidates.find((candidate) => !candidate.required?.includes(key));
  const telling = Object.keys(value).filter((given) => !["from", "name"].includes(given));
  const knows = (candidate: JsonSchema) => telling.filter((given) => hasKey(candidate, given)).length;
  const best = candidates.reduce((most, candidate) => (knows(candidate) > knows(most) ? candidate : most));
  if (without && (knows(best) === 0 || knows(without) > 0)) return { member: without };
  const types = candidates.map((candidate) => typeOf(candidate, key));
  return wrong(path, messages.typeMissing(key, types, knows(best) > 0 ? typeOf(best, key) : undefined));
}

/** No member has a `type`: the one whose keys fit best. */
function chooseByKeys(candidates: readonly JsonSchema[], value: Properties, path: Path): Choice {
  const { type } = value;
  if (typeof type === "string" && isNodeInBranch(type, path)) return wrong(path, messages.nodeInBranch(type));
  // Keys that the author makes up tell no form from another.
  const [only, ...others] = candidates;
  if (only && others.length === 0 && typeof only.additionalProperties === "object") return { member: only };
  const scores = candidates.map((candidate) => fit(candidate, value));
  const best = Math.max(...scores);
  const known = Object.keys(value).some((key) =>
    candidates.some((candidate) => nearest(key, Object.keys(candidate.properties ?? {})) !== undefined),
  );
  if (!known) return wrong(path, messages.noFormFits(path, candidates.map(describe)));
  return { member: candidates[scores.indexOf(best)]! };
}

/** How well the keys of an object fit: known ones that take what is written count for, all that is odd against. */
function fit(candidate: JsonSchema, value: Properties): number {
  const { properties = {}, required = [] } = candidate;
  let score = 0;
  for (const [key, entry] of Object.entries(value)) {
    if (hasKey(candidate, key)) score += takes(properties[key]!, entry) ? 2 : -1;
    else score -= nearest(key, Object.keys(properties)) === undefined ? 2 : 1;
  }
  return score - required.filter((key) => !Object.hasOwn(value, key)).length;
}

/** Whether a value is of a kind that a schema takes, and one of those that it names, if it does. */
function takes(schema: JsonSchema, value: unknown): boolean {
  return members(schema).some(
    (member) => kindTaken(member) === kindOf(value) && optionsOf(member)?.includes(value) !== false,
  );
}

function hasKey({ properties = {} }: JsonSchema, key: string): boolean {
  return Object.hasOwn(properties, key);
}

function typeOf({ properties }: JsonSchema, key: string): string {
  return String(properties?.[key]?.const);
}

/** The hint to write `{ "tag": "x" }` for `"x"`, where an object with one text would do. */
function asObject(union: JsonSchema, value: unknown): { hint?: string } {
  const form = members(union).find((member) => {
    const [only, ...others] = Object.values(member.properties ?? {});
    // A key that takes one text alone, a `type`, takes no other.
    return (
      only && others.length === 0 && resolve(only).const === undefined && ownRoomOf(member) === undefined
    );
  });
  const [key] = Object.keys(form?.properties ?? {});
  return key === undefined ? {} : { hint: messages.didYouMeanObject(key, value) };
}

function optionsOf(schema: JsonSchema): readonly unknown[] | undefined {
  const { enum: options, const: only } = resolve(schema);
  return options ?? (only === undefined ? undefined : [only]);
}

function wrong(path: Path, wording: messages.Wording): Choice {
  return { problem: error(pointerTo("", ...path), wording) };
}
