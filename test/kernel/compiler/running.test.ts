/*
 * Cells that are run after one another, with as much of a kernel as their scripts ask for.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CellRuntime } from "../../../kernel-ext/kernel/src/compiler/contract";
import { session } from "./session";

/** Runs cells; each gives its last value. */
function notebook(options: Parameters<typeof session>[1] = {}): (code: string) => Promise<unknown> {
  const { cell, folder } = session({}, options);
  const scope: Record<string, unknown> = {};
  const require_ = createRequire(join(folder, "notebook.js"));
  return async (code) => {
    const compiled = cell(code);
    const loaded = new Map<string, Record<string, unknown>>();
    for (const name of compiled.imports)
      loaded.set(name, { default: require_(name), ...(require_(name) as object) });
    let last: unknown;
    const runtime: CellRuntime = {
      stop: new Int32Array(1),
      checkpoint: () => undefined,
      load: (name) => loaded.get(name) ?? {},
      import: (name) => import(String(name)),
      meta: {},
      finish: (value) => {
        last = value;
      },
    };
    const requireOfCell = (name: string): unknown => (name === "#cell" ? runtime : require_(name));
    const kind = compiled.isAsync ? "async function" : "function";
    const body = (0, eval)(`(${kind} (exports, require) {${compiled.script}\n})`) as (
      exports: object,
      require: (name: string) => unknown,
    ) => unknown;
    await body(scope, requireOfCell);
    return last;
  };
}

/** Cells, and what the last of them gives. */
const rows: Readonly<Record<string, readonly [cells: readonly string[], value: unknown]>> = {
  "a value of an earlier cell": [["const a = 1", "a + 1"], 2],
  "assignment from a later cell": [
    ["let n = 1; const get = () => n", "n += 5", "[n, get()]"],
    [6, 6],
  ],
  "a name again, the old function keeps its own": [
    ["const a = 1; const f = () => a", "const a = 'x'", "[a, f()]"],
    ["x", 1],
  ],
  shorthand: [["const a = 1", "const o = { a }", "o"], { a: 1 }],
  destructuring: [
    ["const { p, q: [r], ...s } = { p: 1, q: [2], t: 3 }", "[p, r, s]"],
    [1, 2, { t: 3 }],
  ],
  "assignment by destructuring": [
    ["let a = 1, b = 2", "[a, b] = [b, a]", "({ a } = { a: a * 10 })", "[a, b]"],
    [20, 1],
  ],
  "classes and private members": [
    [
      "class C { #x = 1; get x() { return this.#x } }",
      "class D extends C { y = 2 }",
      "const d = new D(); [d.x, d.y]",
    ],
    [1, 2],
  ],
  enums: [
    ["enum E { A = 3 }", "[E.A, E[3]]"],
    [3, "A"],
  ],
  "const enums": [["const enum F { A = 4 }", "F.A"], 4],
  namespaces: [["namespace N { export const x = 1 }", "N.x"], 1],
  "await at the top": [["const x = await Promise.resolve(5)", "x"], 5],
  "for await": [
    ["const all: number[] = []; for await (const x of [Promise.resolve(1), 2]) all.push(x)", "all"],
    [1, 2],
  ],
  imports: [
    [
      "import { join as j, sep } from 'node:path'; import * as path from 'node:path'; import def from 'node:path'",
      "[j('a', 'b'), typeof sep, path.basename('x/y'), def.basename('x/z')]",
    ],
    ["a/b", "string", "y", "z"],
  ],
  "imports with require": [["import path = require('node:path')", "path.basename('a/b')"], "b"],
  "an imported function has no this": [["import { basename } from 'node:path'", "basename('a/b')"], "b"],
  "export in a cell": [
    ["export const e = 1; export default function named() { return 2 }", "[e, named()]"],
    [1, 2],
  ],
  "names of the machinery": [
    [
      "const exports = 1, require = 2, module = 3, tsLastExpr = 4, cell = 5, stop = 6, __dirname = 7",
      "exports + require + module + tsLastExpr + cell + stop + __dirname",
    ],
    28,
  ],
  "names with underscores": [["const __a = 1, ___b = 2, _c = 3", "__a + ___b + _c"], 6],
  "a parameter of the name of an earlier value": [["const a = 1", "((a: number) => a + 1)(5)"], 6],
  "overloads and generics": [
    [
      "function f(x: number): number; function f(x: string): string; function f(x: never) { return x }",
      "f('a')",
    ],
    "a",
  ],
  JSX: [
    [
      "declare global { namespace JSX { interface IntrinsicElements { div: object } } }\nconst React = { createElement: (name: string) => name }",
      "<div />",
    ],
    "div",
  ],
  decorators: [
    [
      "const seen: string[] = []; function d(_: unknown, name: string) { seen.push(name) }",
      "class A { @d m() {} }",
      "seen",
    ],
    ["m"],
  ],
  "var inside of other statements": [
    [
      "for (var i = 0, list = [] as number[]; i < 3; i++) list.push(i);\nif (i) { var { inner: [deep] } = { inner: [4] } }",
      "const typed: number[] = list; [i, typed, deep.toFixed(1)]",
    ],
    [3, [0, 1, 2], "4.0"],
  ],
  "a cell that is not checked": [
    ["// @ts-nocheck\nconst n: number = 'text'; n", "// as ever\n/* @ts-nocheck */\nn.noSuchName"],
    undefined,
  ],
  "a module of cells": [["declare global { var late: number }\nglobalThis.late = 7", "late"], 7],
};

test.each(Object.entries(rows))("%s", async (_name, [cells, value]) => {
  const run = notebook();
  let last: unknown;
  for (const code of cells) last = await run(code);
  expect(last).toEqual(value);
});

test("the same in JavaScript and with types left alone", async () => {
  for (const options of [{ language: "javascript" as const }, { transpileOnly: true }]) {
    const run = notebook(options);
    await run("import { basename } from 'node:path'; const a = 1; let b = 2; class C { x = a }");
    await run("b = new C().x + 5");
    expect(await run("[a, b, { b }, basename('x/y')]")).toEqual([1, 6, { b: 6 }, "y"]);
    await run("const a = 'again'");
    expect(await run("a")).toBe("again");
  }
});
