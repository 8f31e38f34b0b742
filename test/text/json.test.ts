import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { formatDocument, formatJson } from "../../src/text/json";

const examples = join(__dirname, "..", "examples");
const files = readdirSync(examples).filter((file) => /\.(graph|experiment)\.json$/.test(file));
// Prettier breaks every list of several objects with several keys, ours where it is too long only.
const lists = /\}, \{/;
const documents = files.map((file): [string, object] => [
  file,
  parse(readFileSync(join(examples, file), "utf8")) as object,
]);

describe("a document as a file", () => {
  it("is tried with many", () => {
    expect(documents.filter(([, value]) => !lists.test(formatDocument(value))).length).toBeGreaterThan(20);
  });

  it.each(documents.filter(([, value]) => !lists.test(formatDocument(value))))(
    "%s is laid out so that Prettier has nothing to change",
    async (_, value) => {
      const text = formatDocument(value);
      expect(await format(text, { parser: "json", printWidth: 110, trailingComma: "none" })).toBe(text);
      expect(JSON.parse(text)).toEqual(value);
    },
  );

  it("begins a line with each of its own parts, however short", () => {
    expect(formatDocument({ a: 1, b: [2, { c: 3 }] })).toBe(`{\n  "a": 1,\n  "b": [2, { "c": 3 }]\n}\n`);
    expect(formatDocument({})).toBe("{}\n");
  });
});

describe("a value as JSON", () => {
  it("stands on one line as long as that is not longer than asked for, its key and comma counted", () => {
    expect(formatJson([1, 22], 7)).toBe("[1, 22]");
    expect(formatJson([1, 22], 6)).toBe("[\n  1,\n  22\n]");
    const value = { ab: [1, 2], c: {} };
    expect(formatJson(value, 15)).toBe(`{\n  "ab": [1, 2],\n  "c": {}\n}`);
    expect(formatJson(value, 14)).toBe(`{\n  "ab": [\n    1,\n    2\n  ],\n  "c": {}\n}`);
  });

  it("holds what JSON holds", () => {
    const value = { a: undefined, b: [undefined, NaN, () => 1], c: new Date(0), __proto__: null };
    expect(JSON.parse(formatJson(value, 10))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(formatJson(undefined, 10)).toBe("null");
  });
});
