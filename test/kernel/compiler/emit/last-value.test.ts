import { expect, test } from "vitest";
import { Notebook } from "./notebook";

/** Cells and their last values; `undefined` where they have none. */
const rows: readonly (readonly [cell: string, value: unknown])[] = [
  ["1 + 1", 2],
  ["1 + 1;", 2],
  ["1 + 1;;;", 2],
  ["1 + 1 // said\n/* more */", 2],
  ["1; type T = string; interface I {}", 1],
  ["1; declare const x: number", 1],
  ['"text"', "text"],
  ["'use strict'", undefined],
  ["`t`", "t"],
  ["({ a: 1 })", { a: 1 }],
  ["[1]", [1]],
  ["(1, 2)", 2],
  ["1, 2", 2],
  ["let a: any; a = 3", 3],
  ["let a = 1; a++", 1],
  ["3 as any", 3],
  ["<any>3", 3],
  ["await Promise.resolve(4)", 4],
  ["const a = 1", undefined],
  ["1; const a = 1", undefined],
  ["1; if (true) 2", undefined],
  ["1; function f() {}", undefined],
  ["1; class A {}", undefined],
  ["class A { static x = 1 }", undefined],
  ["enum E { A }", undefined],
  ["namespace N { export const x = 1 }", undefined],
  ["const d: any = () => {}; @d class A {}", undefined],
  ["for (const x of [1]) x", undefined],
  ["{ 5 }", undefined],
  ["export default 5", 5],
  ["export default { a: 1 }", { a: 1 }],
  ["export const a = 1; export { a }", undefined],
  ["5; export {}", 5],
  ["", undefined],
];

test.each(rows)("%s", async (cell, value) => {
  const given = await new Notebook().run(cell);
  expect(given === undefined ? undefined : JSON.parse(JSON.stringify(given))).toEqual(value);
});

/** Where a cell waits, and where only a function of it does. */
const waits: readonly (readonly [cell: string, isAsync: boolean])[] = [
  ["await f()", true],
  ["const x = [1, { a: await f() }]", true],
  ["if (a) { for (;;) { await f() } }", true],
  ["for await (const x of y) {}", true],
  ["`${await f()}`", true],
  ["class A extends (await f()) {}", true],
  ["class A { [await f()]() {} }", true],
  ["class A { static [await f()] = 1 }", true],
  ["const o = { [await f()]() {} }", true],
  ["const { a = await f() } = b", true],
  ["async () => { await f() }", false],
  ["async function g() { for await (const x of y) {} }", false],
  ["const o = { async m() { await f() } }", false],
  ["class A { async m() { await f() } }", false],
  ["const x = async () => await f(); x()", false],
  ["f(); 'await'; o.await", false],
];

test.each(waits)("%s waits at the top: %s", (cell, isAsync) => {
  expect(new Notebook().compile(cell).isAsync).toBe(isAsync);
});
