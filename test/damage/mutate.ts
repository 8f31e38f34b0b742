/*
 * Seeded damage to files: what a disk, a transfer, an editor or somebody who means harm does to them.
 */
import { randomStream, type RandomStream } from "../../src/backend/random";

/** How a file is changed. Of `resealed` ones the checksum is made anew, so that only the checks behind it are left. */
export type Damage = "bytes" | "length" | "parts" | "field" | "resealed";

export const DAMAGES: readonly Damage[] = ["bytes", "length", "parts", "field", "resealed"];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that a reader may not have thought of. */
const STRANGE: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1.5,
  7,
  30_000_000,
  2 ** 31,
  1e308,
  "",
  "x",
  "constructor",
  "__proto__",
  "../../../etc/passwd",
  "NaN",
  "y".repeat(5000),
  [],
  [[]],
  [1, 2, 3],
  {},
  { constructor: 1 },
];

/** Bytes with some of them turned, overwritten, taken out or put in; cut; or with parts swapped. */
export function damageBytes(bytes: Uint8Array, kind: "bytes" | "length" | "parts", seed: number): Uint8Array {
  const random = randomStream(seed, "damage", kind);
  const place = (): number => random.below(bytes.length);
  if (kind === "bytes") {
    const result = Uint8Array.from(bytes);
    for (let i = random.below(3); i >= 0; i--) {
      const at = place();
      // A bit, or any byte.
      result[at] = random.below(2) === 0 ? result[at]! ^ (1 << random.below(8)) : random.below(256);
    }
    return result;
  }
  if (kind === "length") {
    const at = place();
    const count = 1 + random.below(Math.min(64, bytes.length - at));
    switch (random.below(4)) {
      case 0:
        return bytes.slice(0, at);
      case 1:
        return joined(bytes.subarray(0, at), bytes.subarray(at + count));
      case 2:
        return joined(bytes, bytes.subarray(at, at + count));
      default:
        return joined(
          bytes.subarray(0, at),
          Uint8Array.from({ length: count }, () => random.below(256)),
          bytes.subarray(at),
        );
    }
  }
  const [a, b, c] = [place(), place(), place()].sort((x, y) => x - y) as [number, number, number];
  return joined(bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** A copy of a JSON value with one field strange, missing, under another name, or taken from elsewhere. */
export function damageField<Value>(value: Value, seed: number): Value {
  const random = randomStream(seed, "damage", "field");
  const copy = structuredClone(value) as Json;
  const places = [...fieldsOf(copy)];
  const [holder, key] = places[random.below(places.length)]!;
  switch (random.below(6)) {
    case 0:
      Reflect.deleteProperty(holder, key);
      break;
    case 1: {
      const other = random.below(2) === 0 ? "constructor" : "more";
      Object.defineProperty(holder, other, { value: holder[key], enumerable: true, configurable: true });
      break;
    }
    case 2: {
      const [elsewhere, name] = places[random.below(places.length)]!;
      holder[key] = structuredClone(elsewhere[name]!);
      break;
    }
    case 3:
      holder[key] = nearby(holder[key]!, random);
      break;
    default:
      holder[key] = structuredClone(STRANGE[random.below(STRANGE.length)]!);
  }
  return copy as Value;
}

/** A value that could stand there. */
function nearby(value: Json, random: RandomStream): Json {
  if (typeof value === "number") return value + [1, -1, 0.5, 1000][random.below(4)]!;
  if (typeof value === "string") return value === "" ? "a" : value.slice(0, random.below(value.length));
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value))
    return value.length > 1 && random.below(2) === 0 ? value.slice(1) : [...value, ...value];
  return value;
}

/** Every field and entry below a value, with what holds it. */
function* fieldsOf(value: Json): Generator<[holder: Record<string, Json>, key: string]> {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, Json>;
  for (const key of Object.keys(holder)) {
    yield [holder, key];
    yield* fieldsOf(holder[key]!);
  }
}
