/*
 * Names of earlier cells in every place where a name can stand, and the cell's own beside them.
 */
import { expect, test } from "vitest";
import { ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";
import { Notebook, type NotebookOptions } from "./notebook";

type Row = readonly [cells: readonly string[], value: unknown, options?: NotebookOptions];

const start = "let n = 1; const c = 2; function f(this: any, x = 1) { return [this === exports, x] }";

const rows: Readonly<Record<string, Row>> = {
  "plain read": [[start, "n + c"], 3],
  "assignment writes the variable itself": [["let n = 1; const get = () => n", "n = 5", "get()"], 5],
  "compound assignment": [[start, "n += 4; n *= 2; n **= 2; n"], 100],
  "logical assignment": [
    ["let a = null, b = 0", "a ??= 1; b ||= 2; b &&= 3", "[a, b]"],
    [1, 3],
  ],
  "increments give their values": [
    [start, "[n++, ++n, n--, --n]"],
    [1, 3, 3, 1],
  ],
  "shorthand properties": [[start, "({ n, c })"], { n: 1, c: 2 }],
  "shorthand in an assignment pattern": [[start, "({ n } = { n: 7 }); n"], 7],
  "shorthand with a default value": [[start, "({ n = c } = {} as any); n"], 2],
  "targets of object patterns": [[start, "({ a: n } = { a: 9 }); n"], 9],
  "rest of object patterns": [["let rest: any", "({ a: {}, ...rest } = { a: 1, b: 2 }); rest"], { b: 2 }],
  "targets of array patterns": [
    ["let a = 1, b: any = 2", "[a, ...b] = [b, a]", "[a, b]"],
    [2, [1]],
  ],
  "default values and computed keys of declarations": [
    ["const k = 'key', d = 5", "const { [k]: x, y = d } = { key: 1 } as any; [x, y]"],
    [1, 5],
  ],
  "a target of for of": [["let x = 0", "for (x of [1, 2, 3]) ;", "x"], 3],
  "a target of for in": [["let x = ''", "for (x in { a: 1, b: 2 }) ;", "x"], "b"],
  "a call has no this": [
    [start, "f(3)"],
    [false, 3],
  ],
  "an optional call has none": [
    [start, "f?.(3)"],
    [false, 3],
  ],
  "a call in parentheses has none": [
    [start, "[(f)(1), (f as any)(2), f!(3)]"],
    [
      [false, 1],
      [false, 2],
      [false, 3],
    ],
  ],
  "a tag has none": [
    ["function tag(this: any, s: any) { return [this === exports, s.raw[0]] }", "tag`x`"],
    [false, "x"],
  ],
  "a method keeps its this": [
    ["const o = { v: 1, m() { return this.v } }", "[o.m(), o?.m(), o['m']()]"],
    [1, 1, 1],
  ],
  "new with arguments": [["class A { constructor(public x: number) {} }", "new A(4).x"], 4],
  "class extends": [
    ["class A { x = 1 }", "class B extends A { y = 2 }; const { x, y } = new B(); [x, y]"],
    [1, 2],
  ],
  "typeof of a value": [
    [start, "[typeof n, typeof f, typeof nobody]"],
    ["number", "function", "undefined"],
  ],
  "types untouched": [
    ["const c = 2; class A { x = 1 }", "let v: typeof c = 2; const a = <A>{ x: v }; a.x"],
    2,
  ],
  "names of members untouched": [
    [start, "const o = { n: 5, f() { return this.n } }; [o.n, o.f(), o?.['n']]"],
    [5, 5, 5],
  ],
  "names of class members untouched": [
    [start, "class K { n = n; c() { return c } static f = n } [new K().n, new K().c(), K.f]"],
    [1, 2, 1],
  ],
  "labels untouched": [[start, "n: for (;;) { for (;;) break n } c: do { continue c } while (false); n"], 1],
  "a parameter of the same name": [
    [start, "((n: number, { c }: any, ...f: any) => [n, c, f])(5, { c: 6 }, 7)"],
    [5, 6, [7]],
  ],
  "a local of the same name": [[start, "{ let n = 5; n++; const o = { n }; o.n + c }"], undefined],
  "a local in a block, then the outer": [
    [start, "let r; { let n = 5; r = n } [r, n]"],
    [5, 1],
  ],
  "a catch variable": [
    [start, "let r; try { throw 3 } catch (n) { r = n } [r, n]"],
    [3, 1],
  ],
  "a function's own name": [[start, "const g = function n(): any { return typeof n }; g()"], "function"],
  "a hoisted var in a function": [
    [start, "(() => { var r = n; if (false) { var n: any = 1 } return r })()"],
    undefined,
  ],
  "default values of parameters": [
    [start, "((x = n, y = () => c) => [x, y()])()"],
    [1, 2],
  ],
  "redeclared here": [[start, "const n = 'x'; n", "n"], "x"],
  "redeclared with its old value": [
    ["let n = 1", "function g() { return n } function n() {} typeof g()"],
    "function",
  ],
  "enums of this cell": [
    ["enum E { A = 3, B }", "enum F { X = E.B, Y = 'y' } [E.A, E[4], F.X, F.Y]"],
    [3, "B", 4, "y"],
  ],
  "enum members that read earlier values": [["const c = 5", "enum E { A = c + 1 } E.A"], 6],
  "const enums are their values": [["const enum E { A = 3 }", "E.A"], 3],
  namespaces: [
    ["const c = 2", "namespace N { export const d = c + 1; export function g() { return d } } N.g()", "N.d"],
    3,
  ],
  "a namespace member of the same name": [
    ["const c = 2", "namespace N { export const c = 7; export const e = { c } } N.e"],
    { c: 7 },
  ],
  "an alias of a namespace member": [["namespace N { export const x = 1 }", "import y = N.x; y", "y"], 1],
  decorators: [
    [
      "const seen: any[] = []; const d = (x: any): any => (...a: any[]) => { seen.push([x, a.length]) }",
      "const one = 1; @d(one) class A { @d('m') m(@d('p') p: any) {} }",
      "seen",
    ],
    [
      ["p", 3],
      ["m", 3],
      [1, 1],
    ],
  ],
  JSX: [
    [
      "const h = (tag: any, props: any, ...kids: any[]) => [tag, props, kids]; const React = { createElement: h }; const Box = 'box'; const a = 1; const Ns = { Item: 'item' }",
      "<Box a={a} {...{ b: a }}><Ns.Item/>{a}</Box>",
    ],
    ["box", { a: 1, b: 1 }, [["item", null, []], 1]],
    { extension: "tsx" },
  ],
  "template literals": [[start, "`${n}-${c}`"], "1-2"],
  "spread and sequence": [
    ["const a = [1, 2]", "[...a, (a, a.length)]"],
    [1, 2, 2],
  ],
  "delete and in of members": [["const o: any = { n: 1 }", "delete o.n; 'n' in o"], false],
  "a name of Object's": [
    ["const toString = 1, hasOwnProperty = 2, constructor = 3", "[toString, hasOwnProperty, constructor]"],
    [1, 2, 3],
  ],
  "names that Object has and nobody declared": [["const a = 1", "[valueOf, isPrototypeOf].length"], 2],
  "names with two underscores": [
    ["let __x = 1, ___y = 2", "({ __x, y: ___y, z: __x++ })"],
    { __x: 1, y: 2, z: 1 },
  ],
  "names of the script's own": [
    [
      "const cell = 1, stop = 2; let value = 3",
      "const o = { cell, stop, value }; for (const x of [1]) value += x; o",
    ],
    { cell: 1, stop: 2, value: 3 },
  ],
  "their usual names in a text that is evaluated": [
    [
      "const f = () => { eval('var stop = 1, cell = 2'); for (const x of [1]) x; return eval('stop + cell') }; f()",
    ],
    3,
  ],
  "their usual names in a text that the cell itself evaluates": [
    ["eval('var stop = 1, cell = 2'); for (const x of [1]) x; eval('stop + cell')"],
    3,
  ],
  "exports and require declared by the cell": [
    [
      "const exports = { a: 1 }, require = () => 5",
      "[exports.a, require()]",
      "const c = () => exports.a; c()",
    ],
    1,
  ],
  "exports as a parameter": [
    ["const a = 1", "((exports: any) => [exports, a])(5)"],
    [5, 1],
  ],
  "escapes in names": [["const \\u0061b = 1", "ab + a\\u0062"], 2],
  "functions hoist": [["const r = g(); function g() { return 4 } r"], 4],
  "functions read what comes later": [["const g = () => later; const later = 1", "g()"], 1],
  "a value of a cell that failed": [["const a = 1; throw new Error('no')", "a"], 1],
  JavaScript: [
    ["let n = 1; /** @type {string} */ const s = 'a'", "n += 2; ({ n, s })"],
    { n: 3, s: "a" },
    { extension: "js" },
  ],
  "fields without define": [
    [
      "const c = 2",
      "class A { x = c; static y = c; #z = c; z() { return this.#z } } [new A().x, A.y, new A().z()]",
    ],
    [2, 2, 2],
    { options: { useDefineForClassFields: false } },
  ],
  "an older target": [
    [
      "const c = 2, o: any = null",
      "class A { x = c; static { A.s = c } static s: any } [o?.a ?? c, new A().x, A.s]",
    ],
    [2, 2, 2],
    { options: { target: ts.ScriptTarget.ES2017 } },
  ],
};

for (const [title, [cells, value, options]] of Object.entries(rows)) {
  test(title, async () => {
    const notebook = new Notebook(options);
    let last: unknown;
    for (const cell of cells) last = await notebook.run(cell).catch((error: unknown) => failing(cell, error));
    expect(last === undefined ? last : JSON.parse(JSON.stringify(last))).toEqual(value);
  });
}

function failing(cell: string, error: unknown): void {
  if (!cell.includes("throw new Error")) throw error;
}

test("names are listed in full, types are not among them", () => {
  const { names } = new Notebook().compile(
    "let a = 1, [b, { c }] = x as any; function d() {} class e {} enum f { A } const enum g { A } interface h {} type i = 1; namespace j { export type k = 1 } namespace l { export const m = 1 }",
  );
  expect([...names].sort()).toEqual(["a", "b", "c", "d", "e", "f", "l"]);
});

test("properties can be read and listed, and only variables written", async () => {
  const notebook = new Notebook();
  await notebook.run("let a = 1; var b = 2; const c = 3; function d() {} class e {} enum f { A }");
  const all = Object.entries(Object.getOwnPropertyDescriptors(notebook.scope));
  expect(all.every(([, one]) => one.enumerable && one.configurable && "get" in one)).toBe(true);
  expect(all.flatMap(([name, one]) => (one.set === undefined ? [] : [name])).sort()).toEqual(["a", "b"]);
});

test("a name that has no value yet says so", async () => {
  const notebook = new Notebook();
  await expect(notebook.run("const a = JSON.parse('{'); const b = 1")).rejects.toThrow("JSON");
  await expect(notebook.run("a")).rejects.toThrow(/a.* before initialization/);
});

test("calls in calls, forty deep, are no more work than they look", async () => {
  const nested = "g(".repeat(40) + "n" + ")".repeat(40);
  const notebook = new Notebook();
  await notebook.run("const n = 1");
  expect(await notebook.run(`const g = (x: number) => x + 1; ${nested}`)).toBe(41);
});
