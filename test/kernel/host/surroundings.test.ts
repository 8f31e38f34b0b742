/*
 * `Function.prototype.toString` of a realm where cells run: in all but the text of cells' functions it is the engine's.
 */
import vm from "node:vm";
import { expect, test } from "vitest";
import { FunctionTexts, SourceText } from "../../../kernel-ext/kernel/src/compiler/texts";
import { markText } from "../../../kernel-ext/kernel/src/compiler/texts/mark";
import { ts } from "../../../kernel-ext/kernel/src/compiler/typescript";
import { showOwnTexts } from "../../../kernel-ext/kernel/src/host/surroundings";

const written = "function f(x: number) { return x }";

/** Runs code in a realm of its own, in which `f` is a function of a cell. */
function realm(): (code: string) => unknown {
  const context = vm.createContext();
  const run = (code: string): unknown => vm.runInContext(code, context);
  const texts = new FunctionTexts();
  const options = {};
  const source = new SourceText({ text: written, name: "cell.ts", kind: ts.ScriptKind.TS, options });
  texts.add(source);
  showOwnTexts(texts, run("Function.prototype") as object);
  const mark = markText({ source: source.id, start: 0, end: written.length });
  run(`function f(x) { stop[0] !== 0 && cell.checkpoint(); return x; /*${mark}*/ }`);
  return run;
}

const text = "function f(x) { return x }";
const rows: readonly (readonly [code: string, value: unknown])[] = [
  ["f.toString()", text],
  ["String(f)", text],
  ["`${f}`", text],
  ["f + ''", text],
  ["Function.prototype.toString.call(f)", text],
  ["Reflect.apply(Function.prototype.toString, f, [1, 2])", text],
  ["[f].join()", text],
  ["const { toString } = f; toString.call(f)", text],
  ["Object.prototype.toString.call(f)", "[object Function]"],
  ["f.bind(null).toString()", "function () { [native code] }"],
  ["new Proxy(f, {}).toString()", "function () { [native code] }"],
  ["String(new Proxy(f, { get: (t, k) => k === 'toString' ? () => 'mine' : t[k] }))", "mine"],
  ["Math.max.toString()", "function max() { [native code] }"],
  ["Function.prototype.toString()", "function () { [native code] }"],
  ["Function.prototype.toString.call(Function.prototype.toString)", "function toString() { [native code] }"],
  ["String(new Function('a', 'return a'))", "function anonymous(a\n) {\nreturn a\n}"],
  ["eval('(' + f + ')')(3)", 3],
  ["Function.prototype.toString.name", "toString"],
  ["Function.prototype.toString.length", 0],
  ["'prototype' in Function.prototype.toString", false],
  ["typeof Function.prototype.toString", "function"],
  ["Object.keys(Function.prototype).length", 0],
  [
    "const { value, ...rest } = Object.getOwnPropertyDescriptor(Function.prototype, 'toString'); JSON.stringify(rest)",
    '{"writable":true,"enumerable":false,"configurable":true}',
  ],
  ["try { new Function.prototype.toString() } catch (e) { e.name }", "TypeError"],
  [
    "try { Function.prototype.toString.call({}) } catch (e) { e.message }",
    "Function.prototype.toString requires that 'this' be a Function",
  ],
  ["try { Function.prototype.toString.call(undefined) } catch (e) { e.name }", "TypeError"],
  [
    "const before = Function.prototype.toString; Function.prototype.toString = function () { return '<' + before.call(this) + '>' }; String(f)",
    `<${text}>`,
  ],
  ["class A { static toString() { return 'A' } } String(A)", "A"],
];

test.each(rows)("%s", (code, value) => {
  expect(realm()(`{ ${code} }`)).toBe(value);
});

test("a function of another realm, and of a cell that nobody knows, has the engine's", () => {
  const other = vm.runInNewContext("(function g() { return 1 })") as object;
  expect(Reflect.apply(realm()("Function.prototype.toString") as () => string, other, [])).toBe(
    "function g() { return 1 }",
  );
  const unknown = "(x) => { return 1; /*text 0:0:1*/ }";
  expect(realm()(`String(${unknown})`)).toBe(unknown);
});

test("at the end of the stack it fails no earlier than the engine", () => {
  const depth = `let last; const deeper = () => { try { last = String(f) } catch {} try { deeper() } catch {} }; deeper(); typeof last`;
  expect(realm()(`{ ${depth} }`)).toBe("string");
});
