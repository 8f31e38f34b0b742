/*
 * The names that the language has for each kind of thing, from its schema: a test that lists its cases by hand compares
 * them with these, so that a new kind cannot go without one.
 */
import type { JsonSchema } from "../src/spec/json-schema";
import { ownRoomOf } from "../src/spec/own-forms";
import { definition, members, resolve } from "../src/spec/schema";

/** `enum`s and the `type`s of objects, through unions and references. */
function namesOf(schema: JsonSchema): string[] {
  return members(schema)
    .filter((member) => ownRoomOf(member) === undefined)
    .flatMap(
      ({ enum: names, const: name, properties }) => names ?? [name ?? resolve(properties!["type"]!).const],
    )
    .map(String);
}

function propertyOf(type: string, name: string): JsonSchema {
  const property = definition(type).properties?.[name];
  if (!property) throw new Error(`${type} of the language has no ${name}`);
  return property;
}

export const language = {
  layers: new Set(namesOf(definition("LayerSpec"))),
  activations: new Set(namesOf(definition("Activation"))),
  initializers: new Set(namesOf(definition("Initializer"))),
  losses: new Set(namesOf(definition("LossSpec"))),
  optimizers: new Set(namesOf(definition("OptimizerSpec"))),
  turns: new Set(namesOf(propertyOf("AlternateSpec", "schedule"))),
} as const;
