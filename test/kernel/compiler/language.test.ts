/*
 * What a front end asks while somebody types: completions, inspection, whether a cell is complete.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../../kernel-ext/kernel/src/compiler";
import { isComplete } from "../../../kernel-ext/kernel/src/compiler/language/is-complete";
import { session } from "./session";

/** `|` is the cursor. */
function at(text: string): [code: string, offset: number] {
  return [text.replace("|", ""), text.indexOf("|")];
}

describe("complete", () => {
  let compiler: ReturnType<typeof createCompiler>;
  beforeAll(() => {
    compiler = createCompiler({ folder: __dirname, language: "typescript", transpileOnly: false });
    compiler.commit(
      compiler.compile("const alphabet = { Alpha: 1, alpha: 2, beta: () => 3 }; class Alphabet {}"),
    );
    return () => {
      compiler.close();
    };
  });

  test.each<[string, readonly string[], string]>([
    ["parseIn|", ["parseInt"], "parseIn"],
    ["parseIn|t(1)", ["parseInt"], "parseInt"],
    ["alphabet.al|", ["alpha", "Alpha"], "al"],
    ["alphabet.|", ["alpha", "Alpha", "beta"], ""],
    ["1; alphabe|", ["alphabet", "Alphabet"], "alphabe"],
    ["const o: 'left' | 'right' = 'le|'", ["left"], "le"],
    ["import * as x from 'node:fs/pro|", ["promises"], "pro"],
    ["import { x } from './lang|'", ["language.test"], "lang"],
    ["alphabet.lph|", ["alpha", "Alpha"], "lph"],
    ["'😀'; alphabet.b|", ["beta"], "b"],
    ["export const q = alphabet.b|", ["beta"], "b"],
  ])("%s", (text, matches, replaced) => {
    const [code, offset] = at(text.replace("' | '", "'/'")).map((part) =>
      typeof part === "string" ? part.replace("'/'", "' | '") : part,
    ) as [string, number];
    const shift = text.includes("' | '") ? 2 : 0;
    const found = compiler.complete(code, offset + shift);
    expect([...found.matches].sort()).toEqual([...matches].sort());
    expect(code.slice(found.start, found.end)).toBe(replaced);
    expect(found.types.map((one) => one.text)).toEqual(found.matches);
  });

  test("what begins as the text does comes first", () => {
    expect(compiler.complete(...at("alphabet.A|")).matches).toEqual(["Alpha", "alpha"]);
    expect(compiler.complete(...at("alphabet.a|")).matches).toEqual(["alpha", "Alpha"]);
  });

  test("kinds in JupyterLab's words", () => {
    const kind = (text: string): string | undefined => compiler.complete(...at(text)).types[0]?.type;
    expect(kind("parseIn|")).toBe("function");
    expect(kind("Math.ma|")).toBe("method");
    expect(kind("alphabet.al|")).toBe("property");
    expect(kind("Alphabe|")).toBe("class");
    expect(kind("functio|")).toBe("keyword");
    expect(kind("alphabe|")).toBe("variable");
  });

  test.each(["|", "@#!|", "const a = `${|", "/* |", "'|", "class A { #|", "<div |"])(
    "answers anything: %s",
    (text) => {
      expect(Array.isArray(compiler.complete(...at(text)).matches)).toBe(true);
    },
  );
});

describe("inspect", () => {
  test("signature, documentation, tags; also with the cursor behind the name", () => {
    const { cell, compiler } = session();
    cell(
      "/**\n * Adds.\n *\n * @param a - one\n * @returns the sum\n */\nfunction add(a: number, b: number) { return a + b }",
    );
    for (const offset of [0, 2, 3]) {
      const found = compiler.inspect("add(1, 2)", offset, 0);
      expect(found?.["text/plain"]).toBe(
        "function add(a: number, b: number): number\n\nAdds.\n\n@param a - one\n@returns the sum",
      );
      expect(found?.["text/markdown"]).toContain(
        "```typescript\nfunction add(a: number, b: number): number\n```\n\nAdds.",
      );
    }
    expect(compiler.inspect("add", 3, 1)?.["text/plain"]).toContain("declared in an earlier cell");
    expect(compiler.inspect("let q = 1\nq", 11, 1)?.["text/plain"]).toContain(
      "declared in line 1 of this cell",
    );
    expect(compiler.inspect("parseInt", 8, 1)?.["text/plain"]).toMatch(/declared in .*lib\.es5\.d\.ts:\d+/);
  });

  test("nothing where nothing is", () => {
    const { compiler } = session();
    for (const code of ["", "   ", "nobody", "+", "// words"])
      expect(compiler.inspect(code, code.length, 1)).toBeUndefined();
  });
});

describe("isComplete", () => {
  const complete = [
    "",
    "  ",
    "1",
    "let x = 1",
    "// c",
    "/* c */",
    "f()",
    "`a`",
    "if (a) { b() }",
    "for (;;) {}",
    "class A { @d m() {} }",
    "await f()",
    "for await (const x of y) {}",
    "type T = string",
    "<T,>(x: T) => x",
    "const e = <div>a</div>",
    "export const x = 1",
    "export default 5",
    "async () => { await 1 }",
    '"use strict"',
    "a\n\n",
    "x as number",
    "<number>x",
  ];
  const incomplete = [
    "function f() {",
    "const a = `x",
    "`${",
    "`${a",
    "/* x",
    "/** doc",
    "1 +",
    "a &&",
    "foo(",
    "[1, 2",
    "{ a: 1,",
    "x = {",
    "const x =",
    "const x: ",
    "a.",
    "a?.",
    "x =>",
    "if (x)",
    "if (a) {\n  b()",
    "try {}",
    "do {}",
    "new",
    "typeof",
    "await",
    "throw",
    "import { a } from",
    "import {",
    "type T =",
    "interface A",
    "class A {",
    "class A extends",
    "@dec",
    "@dec()",
    "for (const a of b)",
    "while (x)",
    "a ? b",
    "a ? b :",
    "switch (x) {",
    "foo(// c",
    "const f = (a,",
    "<div>",
    "<div",
    "export function f() {",
    "x.map((y) => {",
  ];
  const invalid = [
    "import = 7q",
    "}",
    ")",
    "]",
    "a b",
    "const = 1",
    "let x: = 1",
    "'abc",
    '"abc',
    "/abc",
    "1abc",
    "0x",
    "if }",
    "function (",
    "else",
    "class 1 {}",
    "a b\nfunction f() {",
    "x = )",
    "foo(]",
  ];

  test.each(complete)("complete: %j", (code) => {
    expect(isComplete(code).status).toBe("complete");
  });
  test.each(incomplete)("incomplete: %j", (code) => {
    expect(isComplete(code).status).toBe("incomplete");
  });
  test.each(invalid)("invalid: %j", (code) => {
    expect(isComplete(code).status).toBe("invalid");
  });
  test.each([
    ["if (a) {", "  "],
    ["  if (a) {", "    "],
    ["foo(", "  "],
    ["x =>", "  "],
    ["function f() {\n  g()", "  "],
    ["function f() {\n  g() // {", "  "],
    ["const a = `x", ""],
  ])("indent after %j", (code, indent) => {
    expect(isComplete(code)).toEqual({ status: "incomplete", indent });
  });
});
