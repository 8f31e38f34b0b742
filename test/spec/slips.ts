import fc from "fast-check";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Words of the language, near misses and names that are hard on a program. */
const words = [
  "type", "from", "layers", "units", "classes", "groups", "by", "tag", "branches", "flatten", "dense", "head",
  "route", "module", "load", "relu", "adam", "train", "name", "denes", "unit", "kernel_size", "",
  "__proto__", "constructor", "toString", "hasOwnProperty", "length", "a/b", "~", "0", "-1", "ünï",
]; // prettier-ignore

const word = fc.oneof(fc.constantFrom(...words), fc.string());

/** Any JSON, with words of the language in it. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: Json; list: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    word,
    fc.integer({ min: -3, max: 40 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie("object"),
    tie("list"),
  ),
  object: fc.dictionary(word, tie("value"), { maxKeys: 4 }),
  list: fc.array(tie("value"), { maxLength: 4 }),
})).value;

/** One slip, somewhere in a spec: `where` chooses a place as a share of all of them. */
const slip = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  from: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  how: fc.constantFrom("remove", "replace", "rename", "wrap", "copy", "retype"),
  word,
  value: anyJson,
});

/** One of `specs` with a few slips in it. */
export function withSlips(specs: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...specs), fc.array(slip, { minLength: 1, maxLength: 3 }))
    .map(([spec, slips]) =>
      slips.reduce<Json>((value, change) => apply(value, change), structuredClone(spec) as Json),
    );
}

interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesIn(value: Json): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, key) => [{ holder: value, key }, ...placesIn(entry)]);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...placesIn(value[key]!)]);
}

type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never;

function apply(spec: Json, { where, from, how, word: name, value }: Slip): Json {
  const places = placesIn(spec);
  const place = places[Math.floor(where * places.length)];
  const source = places[Math.floor(from * places.length)];
  if (!place || !source) return value;
  const { holder, key } = place;
  const record = holder as Record<string | number, Json>;
  const old = record[key]!;
  if (how === "replace") set(holder, key, value);
  if (how === "wrap") set(holder, key, [old]);
  if (how === "retype") set(holder, key, name);
  if (how === "copy")
    set(holder, key, structuredClone((source.holder as Record<string | number, Json>)[source.key]!));
  if (how === "rename" && !Array.isArray(holder)) set(holder, name, old);
  if (how === "remove" || how === "rename") {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (key !== name) Reflect.deleteProperty(holder, key);
  }
  return spec;
}

function set(holder: object, key: string | number, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
