/* The quick ways through a large spec say what the thorough ones say. */
import fc from "fast-check";
import { Validator } from "jsonschema";
import { describe, expect, it } from "vitest";
import { parseGraph } from "../../src/spec";
import { definition } from "../../src/spec/schema";
import { isSound } from "../../src/spec/check/sound";
import { Specialiser } from "../../src/spec/check/specialise";
import { readStrict } from "../../src/spec/check/strict";
import { readText } from "../../src/spec/read/text";
import { validExamples } from "./example-files";
import { anyJson, withSlips } from "./slips";

const runs = { numRuns: Number(process.env.ESPALIER_RUNS ?? 300), seed: 1 };
const graphs = validExamples
  .filter(({ kind }) => kind === "graph")
  .map(({ text }) => parseGraph(text).spec as unknown);

describe("a text that is strict JSON", { timeout: 300_000 }, () => {
  it("has the value that the parser with places gives it", () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, withSlips(graphs)), fc.nat({ max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // A comment leads to the parser with places.
        expect(readText(text).value).toEqual(readText(`${text} // a comment`).value);
        expect(Object.is(readText(text).value, -0)).toBe(Object.is(readText(`${text} //`).value, -0));
      }),
      runs,
    );
  });

  it("is not one where a key stands twice, in whatever letters", () => {
    expect(readStrict('{ "a": 1, "b": { "a": ":{" } }')).toEqual({ value: { a: 1, b: { a: ":{" } } });
    expect(readStrict('{ "a": 1, "a": 1 }')).toBeUndefined();
    expect(readStrict('{ "a": 1, "\\u0061": 1 }')).toBeUndefined();
    expect(readStrict('[{ "\\"": 1, "__proto__": 1, "__proto__": 2 }]')).toBeUndefined();
    expect(readStrict('{ "a\\\\": 1, ":": [] }')).toEqual({ value: { "a\\": 1, ":": [] } });
  });

  it("is not one with comments, commas too many, deep nesting, or an error", () => {
    const deep = 200_000;
    for (const text of [
      "{} //",
      "[1,]",
      "",
      "{",
      '"a',
      `${"[".repeat(deep)}${"]".repeat(deep)}`,
      "[\u00a01]",
    ])
      expect(readStrict(text)).toBeUndefined();
  });
});

describe("a part that is sound", { timeout: 300_000 }, () => {
  it("is sound for the validator too", () => {
    const validator = new Validator();
    const seen = { sound: 0, faulty: 0 };
    fc.assert(
      fc.property(fc.oneof(anyJson, withSlips(graphs)), (value) => {
        const specialiser = new Specialiser({ modules: ["m"] });
        specialiser.cut(definition("GraphSpec"), value, []);
        for (const part of specialiser.parts) {
          const valid = validator.validate(part.value, part.schema).errors.length === 0;
          // Both ways: what is sound but not known to be is slow.
          expect(isSound(part.value, part.schema)).toBe(valid);
          seen[valid ? "sound" : "faulty"] += 1;
        }
      }),
      runs,
    );
    expect(seen.sound).toBeGreaterThan(100);
    expect(seen.faulty).toBeGreaterThan(100);
  });

  it("is not one whose schema has a keyword that is not looked at", () => {
    expect(isSound("a", { pattern: "a" })).toBe(false);
    expect(isSound([], { items: { type: "string" } })).toBe(false);
    expect(isSound({}, { additionalProperties: true })).toBe(false);
    expect(isSound("a", {})).toBe(true);
  });
});
