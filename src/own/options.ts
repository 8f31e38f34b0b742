/* The options of a kind of one's own: what may be said, as JSON Schema, and the same as TypeScript types. */
import { EspalierError } from "../errors";
import type { OwnRoom } from "../open-table";
import { ownRooms, type OwnName } from "../open-table";
import { validateBy } from "../spec/check/validate";
import type { JsonSchema } from "../spec/json-schema";
import { ownType } from "../spec/own-forms";
import { copyPlain, notPlain } from "../spec/plain";
import { formatProblem } from "../spec/problem";

/**
 * One option, in the words of JSON Schema: `{ type: "integer", minimum: 1, default: 5 }`, `{ enum: ["soft", "hard"] }`,
 * `{ type: "array", items: { type: "number" } }`. One without `default` must be given.
 */
export interface OptionForm {
  readonly type?: "number" | "integer" | "string" | "boolean" | "array";
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly (string | number | boolean)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: OptionForm;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Options by name. */
export type OptionForms = Readonly<Record<string, OptionForm>>;

type Words = {
  number: number;
  integer: number;
  string: string;
  boolean: boolean;
};

type OptionOf<F> = F extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : F extends { readonly type: infer T extends keyof Words }
    ? Words[T]
    : F extends { readonly items: infer Item }
      ? readonly OptionOf<Item>[]
      : unknown;

/** The options with every default filled in, as a kind's functions get them. */
export type OptionValues<Forms> = { readonly [Name in keyof Forms]: OptionOf<Forms[Name]> };

type Defaulted<Forms> = {
  [Name in keyof Forms]: Forms[Name] extends { readonly default: unknown } ? Name : never;
}[keyof Forms];

/** The options as an author gives them: those with a default may be left out. */
export type GivenOptions<Forms> = Omit<OptionValues<Forms>, Defaulted<Forms>> &
  Partial<Pick<OptionValues<Forms>, Defaulted<Forms>>>;

/** No options. */
export type NoOptions = Readonly<Record<string, never>>;

/** What a kind's definition gives back: the kind as specs write it, with its options checked by TypeScript. */
export type OwnUse<Forms, Beside = unknown> = (
  ...options: string extends keyof Forms
    ? [options?: unknown extends Beside ? NoOptions : Beside]
    : NoOptions extends GivenOptions<Forms>
      ? [options?: GivenOptions<Forms> & Beside]
      : [options: GivenOptions<Forms> & Beside]
) => { type: OwnName } & Beside & (string extends keyof Forms ? unknown : GivenOptions<Forms>);

/** Writes a kind with options as specs do. */
export const useOf =
  <Forms, Beside = unknown>(name: OwnName): OwnUse<Forms, Beside> =>
  (...[options]) =>
    ({ ...options, type: name }) as ReturnType<OwnUse<Forms, Beside>>;

/** Keys besides those of the room's type that have a meaning already: where a node's values come from, a schedule's draws. */
const taken: { readonly [R in OwnRoom]?: readonly string[] } = { layer: ["from"], turns: ["random"] };

const words: Readonly<Record<keyof OptionForm, string>> = {
  type: "string",
  description: "string",
  default: "any",
  enum: "list",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  items: "object",
  minItems: "number",
  maxItems: "number",
};

/**
 * Options as the schema that specs are checked by. A copy: what happens to `forms` later changes nothing.
 *
 * @throws EspalierError where an option could not be asked for or checked, or its default is not what it asks for
 */
export function optionSchema(room: OwnRoom, name: string, forms: OptionForms = {}): JsonSchema {
  const refuse = (what: string, hint: string) =>
    new EspalierError(`${ownRooms[room].define}: ${what}`, { where: name, hint });
  const [unfit] = notPlain(forms);
  if (unfit)
    throw refuse(`the options are not plain JSON (${formatProblem(unfit)})`, "write them as JSON Schema");
  const properties = copyPlain(forms);
  const others = [...Object.keys(ownType(room).properties ?? {}), ...(taken[room] ?? [])];
  for (const [option, form] of Object.entries(properties)) {
    if (!/^[A-Za-z]\w*$/.test(option) || others.includes(option)) {
      throw refuse(
        `an option cannot be called ${JSON.stringify(option)}`,
        "choose another name, of letters and digits",
      );
    }
    const fault = faultOf(form);
    if (fault !== undefined)
      throw refuse(
        `the option ${option} ${fault}`,
        `write it as JSON Schema, such as { type: "integer", default: 5 }`,
      );
    if (form.default === undefined) continue;
    const [problem] = validateBy(form, form.default, { modules: undefined });
    if (problem) throw refuse(`the default of ${option} is not what the option asks for`, problem.message);
  }
  const required = Object.keys(properties).filter((option) => properties[option]?.default === undefined);
  return { type: "object", properties, required };
}

/** What is wrong with a form; `undefined` where nothing is. */
function faultOf(form: unknown): string | undefined {
  if (typeof form !== "object" || form === null || Array.isArray(form))
    return "is not described by an object";
  const unknown = Object.keys(form).find((word) => !Object.hasOwn(words, word));
  if (unknown !== undefined)
    return `has the word ${JSON.stringify(unknown)}, which is not one of ${Object.keys(words).join(", ")}`;
  const { type, enum: values, items } = form as OptionForm;
  for (const [word, value] of Object.entries(form)) {
    const kind = words[word as keyof OptionForm];
    const fits = kind === "any" || (kind === "list" ? Array.isArray(value) : typeof value === kind);
    if (!fits) return `has ${JSON.stringify(value)} as its ${word}`;
  }
  if (values) return values.length === 0 ? "has no values to choose from" : undefined;
  if (type === undefined) return `says neither "type" nor "enum"`;
  if (!["number", "integer", "string", "boolean", "array"].includes(type))
    return `has the type ${JSON.stringify(type)}`;
  if (type === "array" && items === undefined)
    return `is a list and does not say what of: "items" is missing`;
  return items && faultOf(items);
}
