import type { JsonSchema } from "./json-schema";
import { definitions } from "./schemas.generated";

const prefix = "#/definitions/";

/** The schema of a type of the language, by the type's name. */
export function definition(name: string): JsonSchema {
  const found = definitions[name];
  if (!found) throw new Error(`no type of the language is called ${name}`);
  return found;
}

/** The name that `schema` refers to, if it is a reference. */
export function referenceOf(schema: JsonSchema): string | undefined {
  return schema.$ref?.slice(prefix.length);
}

/** `schema` itself, or what it refers to. */
export function resolve(schema: JsonSchema): JsonSchema {
  const name = referenceOf(schema);
  return name === undefined ? schema : resolve(definition(name));
}

/** The members of a union (of unions), resolved; of anything else, itself. The same list each time. */
export function members(schema: JsonSchema): readonly JsonSchema[] {
  const resolved = resolve(schema);
  let found = membersOf.get(resolved);
  if (!found) {
    found = resolved.anyOf ? resolved.anyOf.flatMap(members) : [resolved];
    membersOf.set(resolved, found);
  }
  return found;
}

/** Schemas are constant, and every value of a spec asks. */
const membersOf = new WeakMap<JsonSchema, readonly JsonSchema[]>();

/** What a property that the author left out stands for, by the schema's `default` keywords. Fresh on each call. */
export function defaultsOf(schema: JsonSchema): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(resolve(schema).properties ?? {})) {
    if (property.default !== undefined) filled[key] = structuredClone(property.default);
  }
  return filled;
}

/** The kinds of layer with what each must say: `dense` -> its schema. */
export const layerSchemas: ReadonlyMap<string, JsonSchema> = byType("LayerSpec");
/** The kinds of loss. */
export const lossSchemas: ReadonlyMap<string, JsonSchema> = byType("LossSpec");
/** The kinds of metric. */
export const metricSchemas: ReadonlyMap<string, JsonSchema> = byType("MetricSpec");
/** The kinds of optimiser. */
export const optimizerSchemas: ReadonlyMap<string, JsonSchema> = byType("OptimizerSpec");
/** The schedules of turns. */
export const scheduleSchemas: ReadonlyMap<string, JsonSchema> = byType("ScheduleSpec");
/** The kinds of weighting. */
export const weightingSchemas: ReadonlyMap<string, JsonSchema> = byType("WeightingSpec");
/** The types of approaches. */
export const approachSchemas: ReadonlyMap<string, JsonSchema> = byType("ApproachSpec");

/** Types that only a node of its own has: what no stack may hold (`route`, `stack`), each with its schema. */
export const nodeSchemas: ReadonlyMap<string, JsonSchema> = without(byType("NodeSpec"), byType("StackItem"));

function without<Value>(all: ReadonlyMap<string, Value>, others: ReadonlyMap<string, unknown>) {
  return new Map([...all].filter(([type]) => !others.has(type)));
}

function byType(union: string): ReadonlyMap<string, JsonSchema> {
  return new Map(
    members(definition(union)).flatMap((member) => {
      const type = member.properties?.type;
      // A kind of one's own may have any name with a colon: `src/spec/own-forms.ts`.
      return type?.$ref === undefined ? [[String(type?.const), member] as const] : [];
    }),
  );
}
