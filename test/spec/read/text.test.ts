import { describe, expect, it } from "vitest";
import { formatProblem, locate, parseGraph } from "../../../src/spec";
import { error } from "../../../src/spec/problem";

function firstProblem(text: string): string {
  const { problems, spec } = parseGraph(text);
  expect(spec).toBeUndefined();
  expect(problems).toHaveLength(1);
  return formatProblem(problems[0]!);
}

describe("a text that is not JSON", () => {
  it.each([
    ["", "line 1, column 1: the text is empty; a spec is one object in braces: { … }"],
    [" \n// nothing\n", "line 1, column 1: the text is empty; a spec is one object in braces: { … }"],
    ["hello", 'line 1, column 1: hello is not JSON; put texts in double quotes: "hello"'],
    ["{'a': 1}", "line 1, column 2: the key 'a' is not in double quotes; write \"a\""],
    ["{nodes: {}}", 'line 1, column 2: the key nodes is not in double quotes; write "nodes"'],
    ['{"a" 1}', 'line 1, column 6: a colon is missing before 1; write "key": value'],
    ['{"a": 1\n "b": 2}', 'line 2, column 2: a comma is missing before "b"'],
    ['{"a": }', "line 1, column 7: a value is missing here, not }"],
    ['{"a": 1,, "b": 2}', "line 1, column 9: a key in double quotes should stand here, not ,"],
    ['{"a": [1, 2}', "line 1, column 12: } stands where the list should end; close it with ] first"],
    ['{"a": {"b": 1]', "line 1, column 14: ] stands where the object should end; close it with } first"],
    ['{\n  "a": {\n    "b": [1]\n', "line 2, column 8: this object does not end; close it with }"],
    ['{"a": [1, [2]', "line 1, column 7: this list does not end; close it with ]"],
    ['{"a":', "line 1, column 1: this object does not end; close it with }"],
    ['{"a": "x\n"}', 'line 1, column 7: this text does not end; close it with "'],
    ["{} /* end", "line 1, column 4: this comment does not end; close it with */"],
    ["{}}", "line 1, column 3: there is something after the end: }; a spec is one object"],
    ['{"a": 5.}', "line 1, column 7: 5. is not a number in JSON; write it like 12, -0.5 or 1e-3"],
    ['{"a": .5}', "line 1, column 7: .5 is not a number in JSON; write it like 12, -0.5 or 1e-3"],
    ['{"a": True}', "line 1, column 7: True is not JSON; write true"],
    ['{"a": “x”}', 'line 1, column 7: “x” is not JSON; put texts in double quotes: "x"'],
    ['{"a": 1; "b": 2}', "line 1, column 8: a semicolon separates nothing in JSON; write a comma"],
    [
      '{"a": "C:\\data"}',
      'line 1, column 7: "C:\\data" has a backslash that means nothing; write \\\\ for a backslash',
    ],
    [
      '{"a": "\t"}',
      "line 1, column 7: this text has a character that cannot stand in it; write \\t for a tab, \\n for a new line",
    ],
  ])("%j", (text, problem) => {
    expect(firstProblem(text)).toBe(problem);
  });

  it("nests too deeply for anything to follow it", () => {
    const deep = `{"inputs": ${"[".repeat(100_000)}`;
    expect(firstProblem(deep)).toBe(
      "line 1, column 111: more than 100 brackets inside one another; no spec needs that many",
    );
  });
});

const text = `\uFEFF{
  // comment
  "inputs": { "x": { "shape": [4] } },\r
  "targets": { "y": { "shape": [1] } },
  "nodes": { "y": { "type": "head", "target": "y", }, },
}`;

describe("a text", () => {
  it("may have comments, trailing commas, a byte order mark and both kinds of line ends", () => {
    expect(parseGraph(text).problems).toEqual([]);
  });

  it("gives later problems their places, in its order", () => {
    const later = [
      error("/nodes/y/target", { message: "value" }),
      { ...error("/nodes/y/type", { message: "key" }), key: true },
      error("/inputs/x/shape/0", { message: "entry" }),
      error("/nodes/y/units", { message: "not there" }),
      error("/inputs/x/shape/7", { message: "not there" }),
      error("", { message: "whole" }),
    ];
    expect(
      locate(text, later).map(({ message, position }) => [message, position?.line, position?.column]),
    ).toEqual([
      ["whole", 1, 2],
      ["not there", 3, 31],
      ["entry", 3, 32],
      ["not there", 5, 19],
      ["key", 5, 21],
      ["value", 5, 47],
    ]);
  });

  it("that cannot be read leaves later problems as they are", () => {
    const later = [error("/nodes", { message: "x" })];
    expect(locate("{", later)).toEqual(later);
  });
});
