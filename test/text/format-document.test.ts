import { describe, expect, it } from "vitest";
import { formatDocument } from "../../src/text/json";

const list = (lengths: number[]) => lengths.map((length) => "x".repeat(length));

describe("formatDocument", () => {
  it("gives each part of the document its own line, and what fits into a line one line", () => {
    const document = { name: "n", inputs: { x: { shape: [2, 3] } }, tags: [], view: {}, seed: 1, note: null };
    expect(formatDocument(document)).toBe(`{
  "name": "n",
  "inputs": { "x": { "shape": [2, 3] } },
  "tags": [],
  "view": {},
  "seed": 1,
  "note": null
}
`);
  });

  it("leaves out what is undefined, at any depth", () => {
    const document = { a: undefined, b: { c: undefined, d: 1 } };
    expect(formatDocument(document)).toBe('{\n  "b": { "d": 1 }\n}\n');
  });

  it("breaks a line where it and the comma behind it take more than 110 characters", () => {
    // Two spaces, `"a": ["`, the letters, `"]` and the comma.
    const longest = list([110 - 12]);
    expect(formatDocument({ a: longest, b: 1 }).split("\n")[1]).toHaveLength(110);
    expect(formatDocument({ a: [`${longest[0]!}x`] })).toBe(`{\n  "a": [\n    "${longest[0]!}x"\n  ]\n}\n`);
  });

  it("breaks only the parts that are too long themselves", () => {
    const [long, short] = [list([60, 60]), list([60, 10])];
    expect(formatDocument({ a: { long, short } })).toBe(
      `{
  "a": {
    "long": [
      "${long[0]!}",
      "${long[1]!}"
    ],
    "short": ["${short[0]!}", "${short[1]!}"]
  }
}
`,
    );
  });

  it("gives back what was written", () => {
    const document = { 'a"b': ["ü\n", { c: list([80, 80]) }], d: { e: [true, -1.5e-7] } };
    expect(JSON.parse(formatDocument(document))).toEqual(document);
  });
});
