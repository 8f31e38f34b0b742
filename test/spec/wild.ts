import fc from "fast-check";

/** Keys and texts that are hard on a program: a prototype's, half a character, nothing, very long. */
const hard = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", ""),
  fc.constantFrom("\ud800", "a\udc00b", "\u0000", "\u202e", "~0/~1", "1e400", "NaN", "**", "!**", "{a,b", "x".repeat(5_000)),
  fc.string({ unit: "binary" }),
); // prettier-ignore

const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, -1, 0.5, 1e-9, 1e15),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** A value that is large in one direction: long, deep, or wide. */
const large = fc
  .tuple(fc.constantFrom("long", "deep", "deepObject", "wide"), fc.oneof(hard, numbers), fc.constantFrom(60, 10_000))
  .map(([how, value, size]): unknown => {
    if (how === "long") return Array.from({ length: size }, () => value);
    if (how === "wide") return Object.fromEntries(Array.from({ length: size }, (_, i) => [`${String(value).slice(0, 20)}${i}`, value]));
    let inner: unknown = value;
    for (let i = 0; i < size; i++) inner = how === "deep" ? [inner] : { nodes: inner };
    return inner;
  }); // prettier-ignore

const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hard },
  { weight: 4, arbitrary: numbers },
  { weight: 1, arbitrary: large },
  { weight: 2, arbitrary: fc.constantFrom(null, true, [], {}, [null], [[]], { type: "route" }) },
);

interface Change {
  readonly where: number;
  readonly how: "set" | "key" | "copy" | "into";
  readonly value: unknown;
  readonly key: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  how: fc.constantFrom("set", "key", "copy", "into"),
  value: wildValue,
  key: hard,
});

/** One of `specs` with a value, a key or an entry somewhere in it that nobody meant. */
export function wild(specs: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 1, arbitrary: wildValue },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...specs), fc.array(change, { minLength: 1, maxLength: 3 }))
        .map(([spec, changes]) => {
          const value = structuredClone(spec);
          for (const one of changes) apply(value, one);
          return value;
        }),
    },
  );
}

function apply(spec: unknown, { where, how, value, key }: Change): void {
  const holders: object[] = [];
  const open: unknown[] = [spec];
  while (open.length > 0 && holders.length < 5_000) {
    const inner = open.pop();
    if (typeof inner !== "object" || inner === null) continue;
    holders.push(inner);
    open.push(...(Object.values(inner) as unknown[]).slice(0, 100));
  }
  const holder = holders[Math.floor(where * holders.length)];
  if (!holder) return;
  const keys = Object.keys(holder);
  const at = keys[Math.floor(((where * 7919) % 1) * keys.length)];
  if (how === "into" || at === undefined) {
    if (Array.isArray(holder)) holder.push(value);
    else define(holder, key, value);
    return;
  }
  const old = (holder as Record<string, unknown>)[at];
  if (how === "set") define(holder, at, value);
  else if (how === "copy" && Array.isArray(holder)) holder.push(old);
  else if (Array.isArray(holder)) define(holder, at, [old, key]);
  else {
    if (how === "key") Reflect.deleteProperty(holder, at);
    define(holder, key, old);
  }
}

/** Also for `__proto__`, as `JSON.parse` does. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
