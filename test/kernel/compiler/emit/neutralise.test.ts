import fc from "fast-check";
import { expect, test } from "vitest";
import { neutralise } from "../../../../kernel-ext/kernel/src/compiler/emit";
import { ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";

/** `·` is a blank where something was. */
const rows: readonly (readonly [code: string, neutral: string])[] = [
  ["export const a = 1", "······ const a = 1"],
  ["export let a = 1, b", "······ let a = 1, b"],
  ["export async function f() {}", "······ async function f() {}"],
  ["export abstract class A {}", "······ abstract class A {}"],
  ["export declare const x: 1", "······ declare const x: 1"],
  ["export enum E {}", "······ enum E {}"],
  ["export namespace N { export const x = 1 }", "······ namespace N { export const x = 1 }"],
  ["export type T = 1; export interface I {}", "······ type T = 1; ······ interface I {}"],
  ["export import a = N.b", "······ import a = N.b"],
  ["@d export class A {}", "@d ······ class A {}"],
  ["export default function f() {}", "······ ······· function f() {}"],
  ["export default class A {}", "······ ······· class A {}"],
  ["export default interface I {}", "······ ······· interface I {}"],
  ["export default abstract class A {}", "······ ······· abstract class A {}"],
  ["export default function () {}", ";····· ····0|| function () {}"],
  ["export default async function () {}", ";····· ····0|| async function () {}"],
  ["export default class {}", ";····· ····0|| class {}"],
  ["export default { a: 1 }", ";····· ····0|| { a: 1 }"],
  ["export default{ a: 1 }", ";····· ····0||{ a: 1 }"],
  ["export default a + 1", ";····· ······· a + 1"],
  ["const a = f\nexport default (1)", "const a = f\n;····· ······· (1)"],
  ["export /* c */ default /* d */ 1", ";····· /* c */ ······· /* d */ 1"],
  ["export = a", ";····· · a"],
  ["export as namespace N", ";····· ·· ········· ·"],
  ["export {}", ";····· ··"],
  ["export { a, b as c };", ";····· · ·· · ·· · ··"],
  ["export { // why\n a }", ";····· · // why\n · ·"],
  ["export type { A }", ";····· ···· · · ·"],
  ['export { a } from "x"', 'import { a } from "x"'],
  ['export { a as b, c } from "x"', 'import { a as b, c } from "x"'],
  ['export { default } from "x"', 'import · ······· · ···· "x"'],
  ['export { default, b } from "x"', 'import { ········ b } from "x"'],
  ['export { default as d } from "x"', 'import { default as d } from "x"'],
  ['export { a as default } from "x"', 'import { a ·· ······· } from "x"'],
  ['export type { A } from "x"', 'import type { A } from "x"'],
  ['export { type A } from "x"', 'import { type A } from "x"'],
  ['export * as ns from "x"', 'import * as ns from "x"'],
  ['export * as default from "x"', 'import · ·· ······· ···· "x"'],
  ['export * from "x"', 'import · ···· "x"'],
  ['export type * from "x"', ";····· ···· · ···· ···"],
  ['const a = 1; export { a } from "x"', 'const a = 1; import · · · ···· "x"'],
  ['import { a } from "x"; export { a } from "x"', 'import { a } from "x"; import · · · ···· "x"'],
  ["const s = 'export const a'", "const s = 'export const a'"],
  ["// export const a\n`export ${1}`", "// export const a\n`export ${1}`"],
  ["declare module 'm' { export const a: 1 }", "declare module 'm' { export const a: 1 }"],
  ["o.export = 1; ({ export: 2 })", "o.export = 1; ({ export: 2 })"],
  ["export const = ", "export const = "],
  ["export const a = <T,>(x: T) => x", "······ const a = <T,>(x: T) => x"],
  ["export const a = <div>x</div>", "······ const a = <div>x</div>"],
  ["export const a = <any>x", "······ const a = <any>x"],
  ["export const a = await f()", "······ const a = await f()"],
];

test.each(rows)("%s", (code, neutral) => {
  expect(neutralise(code).replace(/ /g, "·")).toBe(neutral.replace(/ /g, "·"));
});

const name = fc.constantFrom("a", "b", "c", "d");
const gap = fc.constantFrom(" ", "\n", " /* export { x } */ ", " // export\n", "\t", "\r\n");
const declaration = fc.oneof(
  fc
    .tuple(fc.constantFrom("const", "let", "var"), name)
    .map(([kind, one]) => `${kind} ${one}_ = "export default 'x'";`),
  name.map((one) => `function f_${one}() { return { ${one}: 1 } }`),
  name.map((one) => `class C_${one} { export = 1 }`),
  fc.constant("type T = { export: 1 };"),
);
const statement = fc.oneof(
  fc.tuple(gap, declaration).map(([between, one]) => `export${between}${one}`),
  fc.tuple(gap, gap, name).map(([one, two, three]) => `export${one}default${two}{ ${three}: 1 };`),
  fc.tuple(gap, gap).map(([one, two]) => `export${one}*${two}from "x";`),
  fc.tuple(gap, gap).map(([one, two]) => `export${one}{${two}}${one};`),
  fc
    .tuple(gap, fc.uniqueArray(name))
    .map(([one, names]) => `export${one}{${names.join(`${one},${one}`)}}${one}from "x";`),
  declaration,
);
const program = fc
  .array(fc.tuple(statement, gap).map(([one, after]) => one + after + "\n"))
  .map((all) => all.join(""));

test("all that is not an export stays where it is", () => {
  fc.assert(
    fc.property(program, (code) => {
      const neutral = neutralise(code);
      expect(neutral.length).toBe(code.length);
      for (let index = 0; index < code.length; index++) {
        const isBlank = " ;0|import".includes(neutral[index] ?? "");
        if (!isBlank) expect(neutral[index]).toBe(code[index]);
      }
      expect(neutral.replace(/[^\n\r]/g, "")).toBe(code.replace(/[^\n\r]/g, ""));
      expect(comments(neutral)).toEqual(comments(code));
      expect(neutralise(neutral)).toBe(neutral);
    }),
  );
});

test("attributes of imports have no effect; texts that look like them stay", () => {
  const code =
    'import a from "./a.json" with { type: "json" };\nimport "./b" with {\n};\nexport const c = a;';
  expect(neutralise(code).replace(/ +/g, " ")).toBe(
    'import a from "./a.json" ;\nimport "./b" \n ;\n const c = a;',
  );
  const text = "const s = 'from \"x\" with { a }';";
  expect(neutralise(text)).toBe(text);
});

test("any text comes back in its length, and twice is as once", () => {
  const text = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom("export ", "default ", "{", "}", "from 'x'", "\n", "`", "const a=1;"),
    ),
  );
  fc.assert(
    fc.property(text, (parts) => {
      const code = parts.join("");
      const neutral = neutralise(code);
      expect(neutral.length).toBe(code.length);
    }),
    { numRuns: 300 },
  );
});

function comments(code: string): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, undefined, code);
  const found: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment =
      kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment) found.push(scanner.getTokenText());
  }
  return found;
}
