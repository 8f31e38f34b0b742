import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displaySymbol, toBundle } from "../../../kernel-ext/kernel/src/display";
import { mostText } from "../../../kernel-ext/kernel/src/display/limits";

/** What every value must give, in reasonable size. */
async function check(value: unknown): Promise<void> {
  const shown = await toBundle(value);
  if (value === undefined) {
    expect(shown).toBeUndefined();
    return;
  }
  const text = shown!.data["text/plain"];
  expect(typeof text).toBe("string");
  expect((text as string).length).toBeLessThan(mostText + 1000);
  // To the server thread, and to the front end.
  expect(JSON.parse(JSON.stringify(structuredClone(shown)))).toEqual(shown);
}

const thrower = (): never => {
  // A value that is no error, as careless code throws it.
  throw Object.create(null);
};

/** Wraps a value in something that makes looking at it dangerous. */
const traps: readonly ((value: unknown) => unknown)[] = [
  (value) => ({ value, self: Object.create(null) as object }),
  (value) => {
    const cycle: unknown[] = [value];
    cycle.push(cycle, { cycle });
    return cycle;
  },
  (value) => Object.defineProperty({ value }, "broken", { get: thrower, enumerable: true }),
  (value) => Object.defineProperty({ value }, Symbol.toStringTag, { get: thrower }),
  (value) => Object.defineProperty({ value }, "constructor", { get: thrower }),
  (value) => ({ value, [displaySymbol]: thrower }),
  (value) => ({ [displaySymbol]: () => value }),
  (value) => ({ [displaySymbol]: async () => Promise.reject(new Error(typeof value, { cause: value })) }),
  (value) => ({ [displaySymbol]: () => ({ "application/json": value, "text/html": "<b>" }) }),
  (value) => ({ [Symbol.for("nodejs.util.inspect.custom")]: thrower, value }),
  (value) => ({ toJSON: thrower, value }),
  (value) => ({ outerHTML: value, toSpec: () => value, getContext: thrower, toDataURL: thrower }),
  (value) => ({ getContext: () => value, toBuffer: () => value }),
  (value) => ({ $schema: "https://vega.github.io/schema/vega/v5.json", value }),
  (value) => ({ shape: [2, 3], dtype: "float32", size: 6, isDisposed: false, dataSync: () => value }),
  (value) => ({
    schema: {},
    head: () => value,
    toRecords: () => value,
    columns: [value],
    values: [[value]],
    shape: [1, 1],
  }),
  (value) => ({ data: [{ type: "surface", value }], layout: {} }),
  (value) => [{ a: value }, { a: 1 }],
  (value) => ({ "text/html": value, "application/json": [value] }),
  (value) => new Map([[value, value]]),
  (value) => new Set([value]),
  (value) => new WeakRef({ value }),
  (value) => Object.assign(new Error(typeof value), { value, stack: value }),
  (value) => Object.setPrototypeOf({ value }, null) as object,
  (value) => Object.assign(() => value, { value }),
  (value) => (typeof value === "object" && value !== null ? new Proxy(value, {}) : value),
  (value) =>
    new Proxy(
      { value },
      {
        get: thrower,
        has: thrower,
        ownKeys: thrower,
        getPrototypeOf: thrower,
        getOwnPropertyDescriptor: thrower,
      },
    ),
  (value) => {
    const { proxy, revoke } = Proxy.revocable({ value }, {});
    revoke();
    return proxy;
  },
];

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
  withBoxedValues: true,
});

describe("toBundle", () => {
  test("gives a bundle for any value", async () => {
    // Put together within the property: fast-check would look at the value.
    const wrapping = fc.array(fc.nat({ max: traps.length - 1 }), { maxLength: 4 });
    const property = fc.asyncProperty(anything, wrapping, (value, wrap) =>
      check(wrap.reduce((inner, trap) => traps[trap]!(inner), value)),
    );
    await fc.assert(property, { numRuns: 2000 });
  });

  const wide = () => Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`key${i}`, { value: i }]));
  const tree = (depth: number): unknown =>
    depth === 0 ? "x".repeat(50) : Array.from({ length: 60 }, () => ({ child: tree(depth - 1) }));
  const chain = () => {
    let value: unknown = null;
    for (let i = 0; i < 100_000; i++) value = { next: value };
    return value;
  };
  test.each([
    ["wide", wide],
    ["branching", () => tree(3)],
    ["deep", chain],
    ["a long text", () => "x\n".repeat(5_000_000)],
    ["a long array", () => new Array<number>(5_000_000).fill(1)],
    ["an empty array of great length", () => new Array<number>(4_000_000_000)],
    ["long typed arrays", () => ({ a: new Float64Array(5_000_000), b: Buffer.alloc(5_000_000) })],
    ["a great map", () => new Map(Object.entries(wide()))],
    ["long keys", () => ({ ["k".repeat(1_000_000)]: Symbol("s".repeat(1_000_000)) })],
    ["a long message", () => new Error("m".repeat(1_000_000))],
    ["rows of long cells", () => Array.from({ length: 1000 }, () => ({ a: "x".repeat(10_000) }))],
    ["a form of great length", () => ({ "application/json": new Array<number>(4_000_000_000) })],
    ["a deep form", () => ({ "application/json": chain() })],
    ["a great element", () => ({ outerHTML: `<p>${"x".repeat(10_000_000)}</p>` })],
  ])("keeps it short: %s", async (_, make) => {
    const value = make();
    await check(value);
    expect(JSON.stringify(await toBundle(value)).length).toBeLessThan(300_000);
  });
});
