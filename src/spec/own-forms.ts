/* What kinds of one's own may say in a spec: entered by their definitions, read wherever a built-in kind's schema is. */
import { hasColon, OpenTable, type OwnRoom } from "../open-table";
import type { JsonSchema } from "./json-schema";
import {
  definition,
  layerSchemas,
  lossSchemas,
  metricSchemas,
  optimizerSchemas,
  resolve,
  scheduleSchemas,
  weightingSchemas,
} from "./schema";

/** What was defined, as a spec sees it. */
export interface OwnForm {
  /** Its options: an object's `properties` and `required`. */
  readonly schema: JsonSchema;
  /** The text of its definition: another text is another kind, whose numbers are others. */
  readonly text: string;
}

/** What was defined, by room and name. */
export const ownForms: { readonly [R in OwnRoom]: OpenTable<never, OwnForm> } = {
  layer: new OpenTable("layer", {}),
  loss: new OpenTable("loss", {}),
  metric: new OpenTable("metric", {}),
  weighting: new OpenTable("weighting", {}),
  turns: new OpenTable("turns", {}),
  optimizer: new OpenTable("optimizer", {}),
};

/** The types of the language that stand for any kind of one's own, written as an object. */
const types: Readonly<Record<OwnRoom, string>> = {
  layer: "OwnLayer",
  loss: "OwnLoss",
  metric: "OwnMetric",
  weighting: "OwnWeighting",
  turns: "OwnTurns",
  optimizer: "OwnOptimizer",
};

/** What all kinds of one's own of a room may say. */
export const ownType = (room: OwnRoom): JsonSchema => definition(types[room]);

/** Those that stand for the name alone. */
const rooms: ReadonlyMap<JsonSchema, OwnRoom> = new Map(
  Object.entries(types).map(([room, type]) => [definition(`${type}Name`), room as OwnRoom]),
);

/** Of a member of a union, resolved, that stands for the kinds of one's own: their room. */
export function ownRoomOf(member: JsonSchema): OwnRoom | undefined {
  return rooms.get(resolve(member.properties?.type ?? member));
}

/**
 * The texts of all definitions that a spec names, as far as their names tell: a spec of which one has changed is another
 * spec.
 */
export function ownTexts(spec: unknown): string[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (hasColon(value)) names.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  look(spec);
  return [...names].sort().flatMap((name) =>
    Object.entries(ownForms).flatMap(([room, forms]) => {
      const form = forms.find(name);
      return form ? [`${room} ${name} ${form.text}`] : [];
    }),
  );
}

/** What one of them is, written as an object: the member of a union that stands for all, with the options of this one. */
export function ownMember(member: JsonSchema, name: string, form: JsonSchema): JsonSchema {
  return {
    ...member,
    properties: { ...member.properties, type: { const: name }, ...form.properties },
    required: ["type", ...(form.required ?? [])],
    additionalProperties: false,
  };
}

const formIn =
  (room: OwnRoom, builtIn: ReadonlyMap<string, JsonSchema>) =>
  (name: string): JsonSchema | undefined => {
    if (!hasColon(name)) return builtIn.get(name);
    const own = ownForms[room].find(name);
    return own && ownMember(ownType(room), name, own.schema);
  };

/** What a kind of layer may say, built-in or defined; `undefined` where there is no layer of this name. */
export const layerForm = formIn("layer", layerSchemas);
/** The same for a loss. */
export const lossForm = formIn("loss", lossSchemas);
/** The same for a metric. */
export const metricForm = formIn("metric", metricSchemas);
/** The same for a schedule of turns. */
export const turnsForm = formIn("turns", scheduleSchemas);
/** The same for an optimiser. */
export const optimizerForm = formIn("optimizer", optimizerSchemas);
/** The same for a weighting. */
export const weightingForm = formIn("weighting", weightingSchemas);
