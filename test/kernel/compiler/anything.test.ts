/*
 * Whatever stands in a cell: it compiles or is refused with a `TypeScriptError`, and the next cell finds all in order.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../../kernel-ext/kernel/src/compiler";
import { complaints } from "./session";

const pieces = [
  "const",
  "let",
  "x",
  "y",
  " = ",
  "1",
  "'a'",
  "`",
  "${",
  "}",
  "{",
  "(",
  ")",
  "[",
  "]",
  "=>",
  ";",
  "\n",
  ",",
  ".",
  "?.",
  "!",
  "<",
  ">",
  "/",
  "*/",
  "/*",
  "//",
  "await ",
  "async ",
  "for ",
  "of ",
  "in ",
  "class ",
  "extends ",
  "function ",
  "function* ",
  "yield ",
  "export ",
  "default ",
  "import ",
  "from ",
  "type ",
  "interface ",
  "enum ",
  "namespace ",
  "declare ",
  "global ",
  "module ",
  "@",
  "#p",
  "...",
  ":",
  "|",
  "&",
  "is ",
  "as ",
  "satisfies ",
  "keyof ",
  "infer ",
  "new ",
  "this",
  "super",
  "return ",
  "throw ",
  "try ",
  "catch ",
  "finally ",
  "if ",
  "else ",
  "while ",
  "do ",
  "switch ",
  "case ",
  "label: ",
  "break ",
  "continue ",
  "exports",
  "require",
  "arguments",
  "eval",
  "__proto__",
  "constructor",
  "undefined",
  "\u2028",
  "😀",
  "\ufeff",
  "\0",
  "\\u{41}",
  "/** @module m */",
  "/** @jsx */",
  "/** @browser */",
  "'use strict'",
  "#!/usr/bin/env node",
  "<T,>",
  "<div>",
  "</div>",
  "0n",
  "1e",
  "/a/g",
];

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join("")),
);

describe.each(["typescript", "javascript"] as const)("any text as a cell in %s", (language) => {
  let compiler: ReturnType<typeof createCompiler>;
  beforeAll(() => {
    compiler = createCompiler({ folder: __dirname, language, transpileOnly: false });
    compiler.commit(compiler.compile("const known = 1"));
    return () => {
      compiler.close();
    };
  });

  test("compiles or is refused", () => {
    fc.assert(
      fc.property(texts, (code) => {
        const found = complaints(() => {
          compiler.commit(compiler.compile(code));
        });
        for (const { start, end, message } of found) {
          const lines = code.split(/\r\n|[\n\r\u2028\u2029]/);
          expect(message).not.toBe("");
          expect(start.line).toBeLessThanOrEqual(lines.length);
          expect(start.column).toBeLessThanOrEqual((lines[start.line - 1] ?? "").length + 2);
          expect(end.line).toBeGreaterThanOrEqual(start.line);
        }
        compiler.isComplete(code);
        expect(complaints(() => compiler.compile("known + 1"))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("can be completed and inspected anywhere", () => {
    fc.assert(
      fc.property(texts, fc.nat(), (code, place) => {
        const offset = place % (code.length + 1);
        const { start, end } = compiler.complete(code, offset);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(code.length);
        compiler.inspect(code, offset, 1);
      }),
      { numRuns: 60 },
    );
  });
});

test("too deep for TypeScript is refused, and the next cell compiles", () => {
  const compiler = createCompiler({ folder: __dirname, language: "typescript", transpileOnly: false });
  const deep = `${"(".repeat(20_000)}1${")".repeat(20_000)}`;
  expect(complaints(() => compiler.compile(deep))).toHaveLength(1);
  expect(complaints(() => compiler.compile("1 + 1"))).toEqual([]);
  compiler.close();
});
