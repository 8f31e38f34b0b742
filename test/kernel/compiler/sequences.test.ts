/*
 * Cells after one another. A line with `// !1234` must fail with these errors and no others; all other cells must compile.
 */
import { describe, expect, test } from "vitest";
import { session } from "./session";

/** One compiler for all rows would let them see one another's names. */
const rows: Readonly<Record<string, readonly string[]>> = {
  "a value of an earlier cell": ["const a = 1", "a.toFixed(2)", "a.length // !2339"],
  "a name that nobody declared": ["nobody // !2304"],
  "a name with another type": ["const a = 1", "const a = 'x'", "a.toUpperCase()", "a.toFixed() // !2551"],
  "let and assignment from later cells": ["let n = 1", "n = 2", "n += 1", "n = 'x' // !2322"],
  "const stays const": ["const c = 1", "c = 2 // !2588"],
  "a function again": [
    "function f(x: number) { return x }",
    "f(1)",
    "function f(x: string) { return x }",
    "f('a')",
  ],
  "a class again": [
    "class A { x = 1 }",
    "new A().x",
    "class A { y = 'a' }",
    "new A().y.length",
    "new A().x // !2339",
  ],
  "a class that becomes a value": ["class A { x = 1 }", "const A = 5", "A + 1"],
  "a type that becomes a value beside": ["type T = string", "const T = 1", "const x: T = 'a'; T + 1"],
  "an interface beside a value": ["const V = 1", "interface V { x: number }", "const v: V = { x: V }"],
  "a class whose type becomes another": [
    "class K { x = 1 }",
    "interface K { z: string }",
    "const k: K = { z: '' }; new K()",
  ],
  "an enum": ["enum E { A, B }", "[E.A, E.B]", "const e: E = E.B; E[e]", "enum E { C = 'c' }", "E.C.length"],
  "a const enum": ["const enum F { A = 3 }", "F.A + 1"],
  overloads: [
    "function o(x: number): number; function o(x: string): string; function o(x: never) { return x }",
    "o(1).toFixed(); o('a').length",
    "o(true) // !2769",
  ],
  generics: [
    "function id<T extends object>(x: T): T { return x }",
    "id({ a: 1 }).a.toFixed()",
    "id(1) // !2345",
  ],
  "a generic class": ["class Box<T> { constructor(readonly value: T) {} }", "new Box('a').value.length"],
  destructuring: [
    "const { p, q: [r, ...s], ...t } = { p: 1, q: ['a', 'b'], u: true }",
    "p.toFixed(); r?.length; s.length; t.u",
  ],
  "several declarations, one again": ["const a = 1, b = 2", "const a = 'x'", "a.length + b.toFixed().length"],
  "unique symbols": ["const key = Symbol('k')", "const o = { [key]: 1 }", "o[key].toFixed()"],
  "an instance of a class inside of a function": [
    "const make = () => { class Hidden { private p = 1; n = 2 } return new Hidden() }",
    "const h = make()",
    "h",
  ],
  "an exported anonymous class": [
    "const Anonymous = class { private x = 1; y = 2 }",
    "new Anonymous().y.toFixed()",
  ],
  "private and protected members": [
    "class P { #a = 1; private b = 2; protected c = 3; get d() { return this.#a } }",
    "new P().d.toFixed()",
  ],
  "an abstract class and its child": [
    "abstract class A { abstract f(): number }",
    "class B extends A { f() { return 1 } }",
    "new B().f()",
  ],
  "imported names": [
    "import { join, type ParsedPath } from 'node:path'",
    "join('a')",
    "const p: Partial<ParsedPath> = {}",
  ],
  "an imported namespace": [
    "import * as fs from 'node:fs'",
    "const s: fs.Stats | undefined = undefined; fs.existsSync('x')",
  ],
  "an imported default": ["import path from 'node:path'", "path.join('a', 1) // !2345", "path.join('a')"],
  "an imported name again": ["import { join } from 'node:path'", "const join = 5", "join.toFixed()"],
  "import equals": ["import fs = require('node:fs')", "fs.existsSync('x')"],
  "a namespace": [
    "namespace N { export const x = 1; export type T = string }",
    "const t: N.T = ''; N.x.toFixed()",
  ],
  "declare global": [
    "declare global { var counter: number }\nglobalThis.counter = 1",
    "counter + 1",
    "1",
    "globalThis.counter.toFixed()",
  ],
  "declare global, again with another type": [
    "declare global { var g: number }",
    "g.toFixed()",
    "declare global { var g: string }",
    "g.length",
  ],
  "augmenting a module": [
    "import 'node:path'\ndeclare module 'node:path' { interface ParsedPath { extra: number } }",
    "1",
  ],
  "a module that does not exist": ["import { x } from 'no-such-package' // !2307"],
  "await at the top": ["const x = await Promise.resolve(1)", "x.toFixed()"],
  "for await at the top": ["for await (const x of [Promise.resolve(1)]) x.toFixed()"],
  "await inside of blocks": [
    "{ await 1; if (true) { await 2 } }",
    "for (const i of [1]) { try { await i } finally { await 2 } }",
    "label: while (true) { await 1; break label }",
  ],
  "await inside of a function": ["function f() { await 1 } // !1308"],
  "names that the machinery uses": [
    "const exports = 1, require = 2, module = 3, tsLastExpr = 4",
    "exports + require + module + tsLastExpr",
    "const __dirname = 'a', Promise2 = 1, arguments2 = 2",
  ],
  "export in a cell": [
    "export const e = 1",
    "e.toFixed()",
    "export function ef() { return 'x' }",
    "ef().length",
    "export class EC {}",
    "new EC()",
  ],
  "export default in a cell": ["export default function named() { return 1 }", "named().toFixed()"],
  "types from types": [
    "interface A { x: number }",
    "type B = A & { y: string }",
    "const b: B = { x: 1, y: '' }",
    "interface A { z: number }",
  ],
  "mapped, conditional and template types": [
    "type M<T> = { [K in keyof T as `on${Capitalize<string & K>}`]: T[K] extends number ? 'n' : 's' }",
    "const m: M<{ a: number }> = { onA: 'n' }",
    "const m: M<{ a: string }> = { onA: 'n' } // !2322",
  ],
  "satisfies, accessors, static blocks": [
    "const s = { a: 1 } satisfies Record<string, number>",
    "s.a.toFixed()",
    "class S { static v = 0; static { S.v = 1 } accessor w = 2 }",
    "S.v + new S().w",
  ],
  decorators: ["function d(...args: unknown[]): void {}", "class D { @d method() {} }", "new D().method()"],
  "the declared type of a value, not the inferred one": [
    "const u: string | number = Math.max(1) as string | number",
    "u.length // !2339",
  ],
  "a recursive type": [
    "type Tree = { left?: Tree; v: number }",
    "const tree: Tree = { v: 1, left: { v: 2 } }",
    "tree.left?.left?.v",
  ],
  "a function that returns itself": ["function chain() { return { chain } }", "chain().chain().chain()"],
  "this in classes and this types": [
    "class T1 { self(): this { return this } n = 1 }",
    "new T1().self().self().n",
  ],
  "globals of Node": [
    "process.version; Buffer.from('a'); setTimeout(() => 1, 0).unref(); console.log(1); fetch; structuredClone({})",
    "__dirname",
  ],
  "JSX where the text needs it": [
    "declare namespace JSX { interface IntrinsicElements { div: object } }\nconst React = { createElement: (...x: unknown[]) => x }\nconst el = <div />",
  ],
  "assertions with angle brackets": ["const z = <number><unknown>'a'", "z.toFixed()"],
  "async and generator functions": [
    "async function* gen() { yield 1 }",
    "for await (const x of gen()) x.toFixed()",
  ],
  "two errors, in order": ["const a: string = 1; const b: number = 'x'; // !2322 !2322"],
  "a syntax error": ["const a = ; // !1109", "1"],
  "an empty cell": ["", "   ", "// comment", "/* a */"],
};

describe("sequences of cells", () => {
  test.each(Object.entries(rows))("%s", (_name, cells) => {
    const { errors } = session();
    for (const code of cells) {
      const expected = [...code.matchAll(/!(\d+)/g)].map((one) => Number(one[1]));
      expect([code, ...errors(code)]).toEqual([code, ...expected]);
    }
  });
});
