/*
 * Code of cells ends when it is asked to. Each program here would go on for ever: it fails after many rounds where a question
 * is missing, for `tick` counts them, and a script without a `tick` after its time.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Notebook } from "./notebook";

class Stopped extends Error {}
const rounds = 2000;

/** Runs a cell with the wish to stop there from the start; the first few times nobody is stopped yet. */
async function stopped(code: string, extension: "ts" | "js" = "ts"): Promise<void> {
  let asked = 0;
  const notebook = new Notebook({
    extension,
    checkpoint: () => {
      asked += 1;
      if (asked > 20) throw new Stopped();
    },
    modules: { tick: { tick: counter(), forever } },
  });
  notebook.stop[0] = 1;
  await notebook.run(`const { tick, forever } = require("tick"); ${code}`).then(
    () => expect.fail("it ended"),
    (error: unknown) => expect(error).toBeInstanceOf(Stopped),
  );
}

function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    if (count > rounds) throw new Error("nothing stops it");
    return count;
  };
}

function* forever(): Generator<number> {
  for (;;) yield 1;
}

const endless: readonly string[] = [
  "for (;;) tick()",
  "for (;;) ;",
  "for (;;) {}",
  "while (true) tick()",
  "while (true);",
  "do tick(); while (true)",
  "do {} while (true)",
  "for (const x of forever()) ;",
  "for (const x of forever()) { if (x) continue; }",
  "let i = 0; for (;; i++) if (i % 2) continue; else tick()",
  "outer: for (;;) { for (;;) { continue outer } }",
  "outer: while (true) inner: do { continue outer } while (true)",
  "a: b: for (;;) { tick(); continue a }",
  "switch (1) { case 1: for (;;) tick() }",
  "if (true) while (true) tick(); else tick()",
  "for (;;) try { tick() } finally { continue }",
  "for (;;) { try { for (;;) tick() } catch { tick() } }",
  "let i = 0; for (i = 0; i < 1; i += 0);",
  "for (;;) { class A { static { tick() } } }",
  "class A { static { for (;;) tick() } }",
  "class A { x = (() => { for (;;) tick() })() } new A()",
  "class A { constructor() { for (;;) tick() } } new A()",
  "const o = { get x() { for (;;) tick() }, set x(v) {} }; o.x",
  "namespace N { export let x = 1; for (;;) x++ }",
  "function* g() { for (;;) yield tick() } for (const x of g()) ;",
  "function* g() { for (;;) yield 1 } const it = g(); for (;;) it.next()",
  "function* g(): any { yield* g() } for (const x of g()) tick()",
  "await (async () => { for (;;) await tick() })()",
  "for (;;) await null",
  "async function* g() { for (;;) yield tick() } for await (const x of g()) ;",
  "const f = async (): Promise<any> => { tick(); await null; return f() }; await f()",
  "const f = (): any => Promise.resolve().then(() => { tick(); return f() }); await f()",
  "function f(n: number): any { tick(); return n > 5 ? f(n - 1) + f(n - 2) : f(n + 1) } f(9)",
  "const f = (n: number): any => n < 3 ? 1 : f(n - 1) + f(n - 1) + f(n - 1); f(30)",
  "const f = function (n: number): any { return n && f(n - 1) + f(n - 1) }; f(40)",
  "const o = { m(n: number): any { return n && this.m(n - 1) + this.m(n - 1) } }; o.m(40)",
  "class A { static m(n: number): any { return n && A.m(n - 1) + A.m(n - 1) } } A.m(40)",
  "class A { get d(): any { tick(); try { return this.e } catch { return this.e } } get e(): any { return this.d } } new A().d",
  "class A { constructor(n: number) { if (n) { new A(n - 1); new A(n - 1) } } } new A(40)",
  "function t(s: any, n: number): any { return n && t`${n - 1}` + t`${n - 1}` } t([], 40)",
  "const again = (n: any): any => [1, 2].map(() => again(n)); again(1)",
];

test.each(endless)("%s", (code) => stopped(code));

test("JavaScript", () => stopped("function f() { 'use strict'; for (;;) tick() } f()", "js"));

const variable = fc.constantFrom("x", "y", "z");
const { block, once } = fc.letrec<{ once: string; block: string; endless: string }>((tie) => ({
  once: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant(";"),
    variable.map((one) => `${one}++;`),
    fc.constant("tick();"),
    fc
      .tuple(variable, tie("block"))
      .map(([one, body]) => `for (let ${one} = 0; ${one} < 3; ${one}++) ${body}`),
    fc.tuple(variable, tie("block")).map(([one, body]) => `for (let ${one} of [1, 2]) ${body}`),
    fc.tuple(variable, tie("block")).map(([one, body]) => `for (let ${one} in { a: 1 }) ${body}`),
    tie("block").map((body) => `(() => ${body})();`),
    tie("block").map((body) => `[1].forEach(function () ${body});`),
    fc.tuple(tie("block"), tie("block")).map(([body, otherwise]) => `if (x % 2) ${body} else ${otherwise}`),
    tie("block").map((body) => `try ${body} finally { z++ }`),
  ),
  block: fc.array(tie("once"), { maxLength: 3 }).map((all) => `{ ${all.join(" ")} }`),
  endless: fc.constant(""),
}));
const wrapped = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.tuple(block, inner).map(([before, loop]) => `{ ${before} ${loop} }`),
    fc.tuple(variable, inner).map(([one, loop]) => `for (let ${one} = 0; ${one} < 2; ${one}++) ${loop}`),
    inner.map((loop) => `(() => { ${loop} })();`),
    inner.map((loop) => `(function () { 'use strict'; ${loop} })();`),
    inner.map((loop) => `try { ${loop} } finally { x++ }`),
    inner.map((loop) => `if (x > -1) ${loop}`),
    inner.map((loop) => `[...(function* () { ${loop} })()];`),
    inner.map((loop) => `new (class { constructor() { ${loop} } })();`),
  );
const loop = fc.oneof(
  block.map((body) => `for (;;) ${body}`),
  once.map((body) => `while (true) ${body}`),
  once.map((body) => `do ${body} while (true);`),
  block.map((body) => `for (let x of forever()) ${body}`),
  block.map((body) => `next: for (;;) { ${body} if (x) continue next; }`),
  block.map((body) => `for (;; y++) { try ${body} catch {} }`),
  block.map((body) => `(function f() { for (const a of [1, 2]) { ${body} } f(); f() })();`),
);
const program = wrapped(wrapped(wrapped(loop)));

test("whatever the loop and wherever it is", async () => {
  await fc.assert(
    fc.asyncProperty(program, (code) => stopped(`let x = 1, y = 1, z = 1; ${code}`)),
    { numRuns: 150 },
  );
});

test("small functions that call nothing are left alone", () => {
  const { script } = new Notebook().compile(
    "const f = (x: number) => x * 2; function g(a: any) { return a.b + 1 } class A { m() { return this } }",
  );
  expect(script).not.toContain("checkpoint");
});

test("nothing is asked before the directives of a function", () => {
  const { script } = new Notebook().compile("function f(): any { 'use strict'; return f() }");
  expect(script).toMatch(/'use strict';\s*__stop\[0\] !== 0 && __cell.checkpoint\(\);\s*return f\(\)/);
});
