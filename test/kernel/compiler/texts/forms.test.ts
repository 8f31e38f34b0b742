/*
 * What functions of cells are asked for is what their author wrote, types away.
 */
import { expect, test } from "vitest";
import { SourceText } from "../../../../kernel-ext/kernel/src/compiler/texts/source-text";
import { ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";
import { Notebook } from "../emit/notebook";

/** A function as it is written, in a cell of which it is the value; its text, where types are in it. */
type Row = readonly [written: string, text?: string];

const expressions: readonly Row[] = [
  ["() => 1"],
  ["x => x"],
  ["x=>x"],
  ["(x)=>{ return x }"],
  ["(a,b) => Math.max(a,   b) /* both */ + 1"],
  ["(d: any) => Math.max(d.a)", "(d) => Math.max(d.a)"],
  ["(d: any): number => Math.max(d.a)", "(d) => Math.max(d.a)"],
  ["(d: any) : number => Math.max(d.a)", "(d) => Math.max(d.a)"],
  ["(d: any)\n  : number => 1", "(d) => 1"],
  ["<T>(x: T): T => x", "(x) => x"],
  ["<T,>(x: T) => x", "(x) => x"],
  ["<T extends { a: (x: number) => string }>(x: T) => x.a(1)", "(x) => x.a(1)"],
  ["async <T>(x: T) => await x", "async (x) => await x"],
  ["async x => await x"],
  ["async () => { for await (const x of []) { console.log(x) } }"],
  ["(x?: number, ...rest: string[]) => [x, rest]", "(x, ...rest) => [x, rest]"],
  [
    "({ a, b: [c] }: any = { a: 1, b: [2] }, d: number = 3) => a + c + d",
    "({ a, b: [c] } = { a: 1, b: [2] }, d = 3) => a + c + d",
  ],
  ["() => ({ a: 1 })"],
  ["() => ({ a: 1 } as const)", "() => ({ a: 1 })"],
  ["() => <any>{ a: 1 }", "() => ({ a: 1 })"],
  ["() => <any>{ a: 1 }.a", "() => ({ a: 1 }.a)"],
  ["() => <any>{ a: 1 }.a!", "() => ({ a: 1 }.a)"],
  ["() => <any><unknown>{ a: 1 }", "() => ({ a: 1 })"],
  ["() => (x: any) => <any>{ a: <any>{ x } } as any", "() => (x) => ({ a: { x } })"],
  ["() => <any>function () {}", "() => function () {}"],
  ["() => <any>class {}", "() => class {}"],
  [
    "() => { <any>function () {}; <any>{ a: 1 }.a; <any>Math }",
    "() => { (function () {}); ({ a: 1 }.a); Math }",
  ],
  ["() => { return <any>\n 1 }", "() => { return 1 }"],
  ["() => { return<any>Math }", "() => { return Math }"],
  ["(x: any) => - <number>-x", "(x) => - -x"],
  ["(a: any, b: any) => a - b as number * 2", "(a, b) => (a - b) * 2"],
  ["(a: any, b: any) => a ** b as number ** 2", "(a, b) => (a ** b) ** 2"],
  ["(a: any, b: any) => a + b as number + 2", "(a, b) => a + b + 2"],
  ["(a: any) => a! + a!.b!.c! + a![0]!", "(a) => a + a.b.c + a[0]"],
  ["(a: any) => (a as any as string).length", "(a) => (a).length"],
  ["(a: any) => a satisfies unknown", "(a) => a"],
  ["(a: any) => { let b!: number; b = a; return b }", "(a) => { let b; b = a; return b }"],
  ["() => new Map<string, Array<number>>()", "() => new Map()"],
  ["(f: any) => f<string>(1, f?.<number>(2))", "(f) => f(1, f?.(2))"],
  ["(f: any) => f<string>`x${1 as number}`", "(f) => f`x${1}`"],
  [
    "() => { try { return 1 } catch (e: unknown) { return e } }",
    "() => { try { return 1 } catch (e) { return e } }",
  ],
  [
    "() => {\n  interface A { x: number }\n  type B = A\n  // kept\n  const a: A = { x: 1 };\n  return a as B;\n}",
    "() => {\n  // kept\n  const a = { x: 1 };\n  return a;\n}",
  ],
  ["() => { const a = 1 as any\n;[a].length }", "() => { const a = 1\n;[a].length }"],
  ["(b: any) => { const a = b as any\n(b)\nreturn a }", "(b) => { const a = b;\n(b)\nreturn a }"],
  ["(b: any) => { b\ntype T = 1\n[b].length }", "(b) => { b\n;[b].length }"],
  ["() => { declare const x: number; return 2 }", "() => { return 2 }"],
  [
    "() => { function f(x: number): void; function f(x: any) { return x } return f }",
    "() => { function f(x) { return x } return f }",
  ],
  ["function () {}"],
  ["function named ( a , b ) { /* nothing */ }"],
  ["function* () { yield 1; yield* [2] }"],
  ["async function* g() { for (;;) yield await 1 }"],
  ["async function   f<T>(this: any, x: T): Promise<void> { await x }", "async function   f(x) { await x }"],
  ["function (this: any) { return this }", "function () { return this }"],
  [
    "function (x: any): x is string { 'use strict'; for (;;) { if (x) break } return true }",
    "function (x) { 'use strict'; for (;;) { if (x) break } return true }",
  ],
  [
    "function (x: any): asserts x is string {\n\n  // a comment\n  while (x()) ;\n  /* the end */\n}",
    "function (x) {\n\n  // a comment\n  while (x()) ;\n  /* the end */\n}",
  ],
  ["function f() { return f() // again\n}"],
  ["() => Math.max(1) // behind", "() => Math.max(1)"],
  ["(a = () => Math.max(1), b = function () { return a() }) => b()"],
  ["class {}"],
  ["class A { }"],
  ["class A { m() { return this.m() } /* last */ }"],
  [
    "class A extends (class B<T> {})<string> implements Iterable<number> { x: number = 1; readonly y?: string }",
    "class A extends (class B {}) { x = 1; y }",
  ],
  [
    "class A<T> { private static readonly x: Map<string, T> = new Map<string, any>(); declare z: T; [key: string]: any }",
    "class A { static x = new Map(); }",
  ],
  [
    "class A {\n  x: number\n  private ['y'] = 1 as any\n  public *g() { yield 1 }\n  protected m?(): void {}\n}",
    "class A {\n  x;\n  ['y'] = 1;\n  *g() { yield 1 }\n  m() {}\n}",
  ],
  [
    "class A {\n  private x = 1;\n  constructor(a?: number);\n  constructor(a: any) { this.x = a }\n  static { console.log(1) }\n  #p(): void {}\n}",
    "class A {\n  x = 1;\n  constructor(a) { this.x = a }\n  static { console.log(1) }\n  #p() {}\n}",
  ],
  [
    "class A { static get: number\n static set: any\n foo(): void {} }",
    "class A { static get;\n static set;\n foo() {} }",
  ],
];

/** What has no form without types: TypeScript's own. */
const printed: readonly Row[] = [
  [
    "() => { const enum E { A = 3 } return 1 /* kept */ }",
    '() => { let E; (function (E) {\n    E[E["A"] = 3] = "A";\n})(E || (E = {}));  return 1; /* kept */ }',
  ],
  [
    "class A { constructor(private readonly x: number) { for (;;) break } }",
    "class A {\n    x;\n    constructor(x) {\n        this.x = x;\n        for (;;)\n            break;\n    }\n}",
  ],
];

/** Cells whose value is the function. */
const cells: readonly (readonly [code: string, text: string, ...before: string[]])[] = [
  ["function f(x: number): number { return f(x) } f", "function f(x) { return f(x) }"],
  ["export async function f(x?: number) { return f(x) } f", "async function f(x) { return f(x) }"],
  ["export default function f(x?: number) { return f(x) } f", "function f(x) { return f(x) }"],
  ["export default (x: any) => x()", "(x) => x()"],
  ["abstract class A { abstract m(): void; n() {} } A", "class A { n() {} }"],
  ["const o = { m<T>(x: T) { return o.m(x) } }; o.m", "m(x) { return o.m(x) }"],
  ["const o = { async  m() { await 1 } }; o.m", "async  m() { await 1 }"],
  ["const o = { async *m() { yield 1 } }; o.m", "async *m() { yield 1 }"],
  ["const o = { * m() { yield 1 } }; o.m", "* m() { yield 1 }"],
  ["const o = { ['a' + 1](x: any) { x() } }; o.a1", "['a' + 1](x) { x() }"],
  ["const o = { 'a b'(x: any) { x() } }; o['a b']", "'a b'(x) { x() }"],
  ["const o = { 1: (x: any) => x() }; o[1]", "(x) => x()"],
  ["const o = { f: function (x: any) { x() } }; o.f", "function (x) { x() }"],
  [
    "const o = { get x(): any { return 1 } }; Object.getOwnPropertyDescriptor(o, 'x').get",
    "get x() { return 1 }",
  ],
  ["const o = { set x(v: any) { v() } }; Object.getOwnPropertyDescriptor(o, 'x').set", "set x(v) { v() }"],
  ["class A { static async m(x: any) { await x } } A.m", "async m(x) { await x }"],
  ["class A { public static  override m?(x: any) { x() } } A.m", "m(x) { x() }"],
  ["class A { private async *m(x: any) { yield x } } A.prototype.m", "async *m(x) { yield x }"],
  [
    "class A { static get x(): any { return 1 } } Object.getOwnPropertyDescriptor(A, 'x').get",
    "get x() { return 1 }",
  ],
  ["class A { #p(x: any) { x() } static of() { return new A().#p } } A.of()", "#p(x) { x() }"],
  ["class A { f = (x: any): any => x(this) } new A().f", "(x) => x(this)"],
  ["class A { static f; static { this.f = function (x: any) { x() } } } A.f", "function (x) { x() }"],
  ["const d: any = () => undefined; class A { @d m(@d x: any) { x() } } A", "class A { m(x) { x() } }"],
  ["const d: any = () => undefined; @d class A { m() { return A } } A", "class A { m() { return A } }"],
  [
    "namespace N { const k = 1; export function f(x: any) { return x(k, g) } export const g = 2 } N.f",
    "function f(x) { return x(k, g) }",
  ],
  ["const f = (x: any) => () => { for (;;) return x() }; f(1)", "() => { for (;;) return x() }"],
  ["function outer() { return { inner(x: any) { return x() } } } outer().inner", "inner(x) { return x() }"],
  ["() => other + other()", "() => other + other()", "let other: any"],
  [
    "async () => { other = 1; [other] = [2]; return { other, o: other() } }",
    "async () => { other = 1; [other] = [2]; return { other, o: other() } }",
    "let other: any",
  ],
  [
    "const enum E { A = 3, B = -1, C = 'c' } enum F { X } () => E.A + E['B'] + E.C + E.A.toFixed() + F.X",
    '() => 3 + (-1) + "c" + (3).toFixed() + F.X',
  ],
  ["() => exports + cell + stop", "() => exports + cell + stop", "const cell = 1, stop = 2"],
  [
    "import { a as b } from 'tick'; import c, * as d from 'tick'; () => b(c, d.e, import('tick'), import.meta)",
    "() => b(c, d.e, import('tick'), import.meta)",
  ],
  [
    "await 1; const f = async (x: any) => { for await (const y of x) console.log(y) }; f",
    "async (x) => { for await (const y of x) console.log(y) }",
  ],
  ["/* text 1:0:5 */ const f = () => { return 1 /*text 1:2:3*/ }; f", "() => { return 1 /*text 1:2:3*/ }"],
  ["'ä😀'; ((x: string) => 'ä😀' + x)", "(x) => 'ä😀' + x"],
  ["(x: any) => {\r\n  return x() as any;\r\n}", "(x) => {\r\n  return x();\r\n}"],
  ["// @ts-nocheck\n(x: any) => nothing(x)", "(x) => nothing(x)"],
  [
    "let g: any; (() => { <any>function () { for (;;) return 1 }; g = <any>function () { for (;;) return 2 } })(); g",
    "function () { for (;;) return 2 }",
  ],
  [
    "const all: any[] = []; const keep = (f: any) => all.push(f); (() => { <any>function () {}.constructor; keep(<any>function () { })})(); all[0]",
    "function () { }",
  ],
  ["Math.max", "function max() { [native code] }"],
  ["(() => 1).bind(null)", "function () { [native code] }"],
  ["new Proxy(() => 1, {})", "function () { [native code] }"],
  ["new Function('a', 'return a')", "function anonymous(a\n) {\nreturn a\n}"],
];

const scripts: readonly Row[] = [
  ["(x) => { while (x) x() }"],
  ["function  f ( ) { return f( ) }"],
  ["class A extends Array { static m() { return this.of() } }"],
];

const elements: readonly Row[] = [
  ['(x: any) => x("<b>")', '(x) => x("<b>")'],
  ['() => <b title="c">{1}</b>', '() => React.createElement("b", { title: "c" }, 1)'],
];

/** The text of what the cell's last expression gives. */
async function textOf(
  code: string,
  extension: "ts" | "tsx" | "js" = "ts",
  ...before: string[]
): Promise<string> {
  const modules = { tick: { a: 1, default: 2, e: 3 } };
  const notebook = new Notebook({ extension, modules });
  for (const one of before) await notebook.run(one);
  return notebook.textOf(await notebook.run(code));
}

/** Where nothing else is said, the text is what is written. */
const both = (rows: readonly Row[]): (readonly [written: string, text: string])[] =>
  rows.map(([written, text]) => [written, text ?? written]);

const asValue = (written: string): string => `const f = (${written}\n)\nf`;

test.each(both([...expressions, ...printed]))("%s", async (written, text) => {
  expect(await textOf(asValue(written))).toBe(text);
});

test.each(cells)("%s", async (code, text, ...before) => {
  expect(await textOf(code, "ts", ...before)).toBe(text);
});

test.each(both(scripts))("JavaScript: %s", async (written, text) => {
  expect(await textOf(asValue(written), "js")).toBe(text);
});

test.each(both(elements))("JSX: %s", async (written, text) => {
  expect(await textOf(asValue(written), "tsx")).toBe(text);
});

test("the same words in two cells, each as it was written there", async () => {
  const notebook = new Notebook();
  const texts = ["(x: any) => x( 1 )", "(x) => x(1)", "x => x(1) // c"];
  const functions = [];
  for (const one of texts) functions.push(await notebook.run(asValue(one)));
  expect(functions.map((one) => notebook.textOf(one))).toEqual(["(x) => x( 1 )", "(x) => x(1)", "x => x(1)"]);
});

test("a function that is put in brackets is without them", () => {
  const text = "() => { <any>function () {} }";
  const { ES2022: target } = ts.ScriptTarget;
  const source = new SourceText({ text, name: "a.ts", kind: ts.ScriptKind.TS, options: { target } });
  expect(source.of({ start: 13, end: 27 })).toBe("function () {}");
  expect(source.of({ start: 0, end: text.length })).toBe("() => { (function () {}) }");
});
