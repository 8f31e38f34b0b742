/*
 * What later cells know of a cell: everything when it ran through, what it got to when it failed.
 */
import { describe, expect, test } from "vitest";
import { type Session, session } from "./session";

/** The cell failed after these names had got their values. */
function failed({ compiler }: Session, code: string, initialised: readonly string[]): void {
  compiler.commit(compiler.compile(code), new Set(initialised));
}

describe("commit", () => {
  test("a cell that was compiled only is not known", () => {
    const { compiler, errors } = session();
    compiler.compile("const unseen = 1; type Unseen = string");
    expect(errors("unseen")).toEqual([2304]);
    expect(errors("let x: Unseen")).toEqual([2304]);
  });

  test("of a failed cell, values that exist and all types", () => {
    const notebook = session();
    failed(
      notebook,
      "const a = 1; interface T { x: number } type U = T | string; const b = a + 1; function f() { return 'x' }",
      ["a", "f"],
    );
    expect(notebook.errors("a.toFixed(); f().length; let t: T | U")).toEqual([]);
    expect(notebook.errors("b")).toEqual([2304]);
  });

  test("of a failed cell, what had a value before keeps it", () => {
    const notebook = session();
    notebook.cell("const a = 1; const b = 'old'");
    failed(notebook, "const a = 'new'; const b = 5", ["a"]);
    expect(notebook.errors("a.toUpperCase(); b.toUpperCase()")).toEqual([]);
  });

  test("of a failed cell, only those of several in one declaration", () => {
    const notebook = session();
    failed(notebook, "const { x, y } = { x: 1, y: 2 }, z = 3", ["x", "z"]);
    expect(notebook.errors("x + z")).toEqual([]);
    expect(notebook.errors("y")).toEqual([2304]);
  });

  test("of a failed cell, classes, enums and imports as their values are", () => {
    const notebook = session();
    failed(notebook, "import { join, sep } from 'node:path'; class A {} class B {} enum E { X }", [
      "join",
      "A",
    ]);
    expect(notebook.errors("join('a'); new A()")).toEqual([]);
    expect(notebook.errors("sep")).toEqual([2304]);
    expect(notebook.errors("new B()")).toEqual([2304]);
    expect(notebook.errors("E.X")).toEqual([2304]);
  });

  test("the same cell again and again leaves one declaration", () => {
    const { cell, errors, compiler } = session();
    for (let round = 0; round < 5; round++) {
      cell(
        "import { join } from 'node:path'\nfunction f(x: number): void\nfunction f(x: string): void\nfunction f() {}\ninterface I { a: 1 }\ninterface I { b: 2 }",
      );
    }
    expect(compiler.inspect("f", 1, 0)?.["text/plain"]).toContain("(+1 overload)");
    expect(errors("const i: I = { a: 1, b: 2 }; f(1); f('x'); join('a')")).toEqual([]);
  });

  test("a cell of another compiler is refused", () => {
    const cell = session().compiler.compile("1");
    expect(() => {
      session().compiler.commit(cell);
    }).toThrow("another compiler");
  });
});

test("nothing but types: only syntax is checked", () => {
  const { compiler, errors } = session({}, { transpileOnly: true });
  expect(errors("const a: string = 1; nobody.at.all; import { x } from 'no-such-package'")).toEqual([]);
  expect(errors("const a = ;")).toEqual([1109]);
  expect(errors("a; const b = { a }")).toEqual([]);
  expect(compiler.compile("f(a, b)").script).toMatch(/exports\.a\b/);
});

test("a cell that begins with @ts-nocheck is not checked, the next one is", () => {
  const { errors } = session();
  expect(errors("// about it\n// @ts-nocheck\nconst a: string = 1; nobody.at.all")).toEqual([]);
  expect(errors("// @ts-nocheck\nconst b = ;")).toEqual([1109]);
  expect(errors("const c: string = 1; // @ts-nocheck")).toEqual([2322]);
});

describe("JavaScript", () => {
  test("untyped code has no errors of types", () => {
    const { errors } = session({}, { language: "javascript" });
    const code = [
      "let x = 1; x = 'a'",
      "const o = {}; o.later = 5; function f(a, b) { return a.anything + b } f(1)",
      "globalThis.made = 1; made + 1",
      "class A { constructor() { this.n = 1 } } new A().m",
      "const fs = require('fs'); fs.nope",
      "x.y.z",
      "import nothing from 'no-such-package'",
      "o.later = 'x'; f(o)",
      "await 1; for await (const y of [1]) y",
    ];
    for (const cell of code) expect([cell, ...errors(cell)]).toEqual([cell]);
  });

  test("what JavaScript itself refuses is an error", () => {
    const { errors } = session({}, { language: "javascript" });
    expect(errors("let a; let a")).toEqual([2451, 2451]);
    expect(errors("const c = 1; class c {}")).toEqual([2451, 2451]);
    expect(errors("const n: number = 1")).toEqual([8010]);
    expect(errors("break")).toEqual([1105]);
    expect(errors("if (")).toEqual([1109]);
  });

  test("names are known to later cells, to completion and to inspection", () => {
    const { cell, compiler } = session({}, { language: "javascript" });
    cell(
      "/** Doubles.\n * @param {number} x\n */\nexport function double(x) { return x * 2 }\nclass Point { x = 1 }\nconst point = new Point()",
    );
    expect(compiler.compile("double(2)").script).toContain(".double");
    expect(compiler.complete("point.", 6).matches).toContain("x");
    expect(compiler.inspect("double", 3, 0)?.["text/plain"]).toContain("Doubles.");
  });
});
