/*
 * A layer as people speak of it: `conv2d 16, 3 × 3, same, relu`, `multiHeadAttention 4, key dim 8, causal`. Its options stand in
 * the language with their defaults; what is said follows from these alone, so that a new kind of layer has its line too.
 */
import { hasColon } from "../../open-table";
import type { NormalLayer } from "../../spec/language";
import type { JsonSchema } from "../../spec/json-schema";
import { layerForm } from "../../spec/own-forms";
import { normalLayer } from "../../spec/normalise/defaults";
import { referenceOf } from "../../spec/schema";

/**
 * The type, the options that it must say, and those that are not their defaults. The first that it must say needs no name, nor
 * does a size or a word like `relu`. How weights start is left out.
 */
export function layerText(layer: NormalLayer): string {
  if (hasColon(layer.type)) return ownText(layer);
  const { properties = {}, required = [] } = layerForm(layer.type) ?? {};
  const options = Object.entries(properties).filter(([name]) => !places.has(name));
  // Of a pooling window the size is said though it is the default.
  const size = options.find(([, schema]) => sizes.has(referenceOf(schema) ?? ""))?.[0];
  const main = required.find((name) => !places.has(name)) ?? (options[0]?.[0] === size ? size : undefined);
  const must = options.filter(([name]) => name === main || required.includes(name));
  const may = options.filter((option) => !must.includes(option) && !isUsual(layer, ...option));
  const said = [...must, ...may].flatMap(([name, schema]) => {
    const value = valueOf(layer, name);
    if (value === undefined) return [];
    const isPlain = name === main || (must.some(([each]) => each === name) && isSize(schema));
    return isPlain ? valueText(value, schema) : optionText(name, value, schema);
  });
  return [layer.type, said.join(", ")].filter((part) => part !== "").join(" ");
}

/** What belongs to a layer's place in the network. */
const places: ReadonlySet<string> = new Set(["type", "name", "from"]);
const sizes: ReadonlySet<string> = new Set(["Size2d", "PositiveInteger"]);

const isSize = (schema: JsonSchema): boolean => referenceOf(schema) === "Size2d";

const valueOf = (layer: object, name: string): unknown => (layer as Partial<Record<string, unknown>>)[name];

/** Whether an option is what it would be if nobody said it; so is how weights start. */
function isUsual(layer: NormalLayer, name: string, schema: JsonSchema): boolean {
  const value = valueOf(layer, name);
  if (value === undefined || value === schema.default || name.endsWith("Initializer")) return true;
  const others = { ...layer };
  Reflect.deleteProperty(others, name);
  return JSON.stringify(valueOf(normalLayer(others), name)) === JSON.stringify(value);
}

/** `strides 2 × 2`, `causal`, `no bias`, `same`. */
function optionText(name: string, value: unknown, schema: JsonSchema): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (value === true) return words;
  if (value === false) return `no ${words.replace(/^use /, "")}`;
  const isWord = typeof value === "string" && words === name;
  return isWord ? value : `${words} ${valueText(value, schema)}`;
}

/** How values of some types of the language are written. */
const writings: Readonly<Record<string, (value: readonly unknown[]) => string>> = {
  Size2d: (sides) => sides.join(" × "),
  RandomRange: (ends) => ends.join(" to "),
  Border2d: (sides) => {
    const borders = [...new Set(sides.flat().map(String))];
    return borders.length === 1 ? borders[0]! : sides.map((pair) => `(${String(pair)})`).join(" × ");
  },
};

/** Of longer lists only the number of values is said. */
const mostValues = 4;

function valueText(value: unknown, schema: JsonSchema): string {
  if (!Array.isArray(value)) return String(value);
  const writing = writings[referenceOf(schema) ?? ""];
  if (writing) return writing(value);
  if (value.length > mostValues) return `${value.length} values`;
  return value.join(schema.items && referenceOf(schema.items) === "AxisLength" ? " × " : ", ");
}

/** `mine:spline, knots 5`: the type and each option that is one word. */
function ownText({ type, ...options }: NormalLayer): string {
  const said = Object.entries<unknown>(options).filter(([, value]) => typeof value !== "object");
  return [type, ...said.map(([name, value]) => `${name} ${String(value)}`)].join(", ");
}
