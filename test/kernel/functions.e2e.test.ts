/*
 * Functions of cells that are sent elsewhere as text: to a page, to another thread, to a library that reads them.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../e2e/notebooks";
import { KernelSession } from "./session";

const folder = temporaryFolder();
let session: KernelSession;

beforeAll(async () => {
  const compilerOptions = { target: "ES2022", lib: ["ES2022", "DOM", "DOM.Iterable"], strict: true };
  writeFileSync(join(folder.path, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  session = await KernelSession.start(folder.path);
});
afterAll(async () => {
  await session.end();
  folder.remove();
});

/** What cells print, one after the other. */
async function printed(...cells: readonly string[]): Promise<string> {
  let text = "";
  for (const cell of cells) {
    const ran = await session.run(cell);
    expect(ran.reply.status, JSON.stringify(ran.reply.traceback)).toBe("ok");
    text += ran.text();
  }
  return text;
}

it("prints what was written", async () => {
  const cell = `import { readFileSync } from "node:fs";
const read = (path: string): string => readFileSync(path, "utf8");
console.log(String(read));
console.log(\`\${function* <T>(x: T[]) { for (const one of x) yield one!; }}\`);
class A { constructor(readonly x = 1) {} }
console.log(A.toString().includes("this.x = x"), A);
console.log(Function.prototype.toString + "");`;
  expect(await printed(cell)).toBe(
    [
      '(path) => readFileSync(path, "utf8")',
      "function* (x) { for (const one of x) yield one; }",
      "true [class A]",
      "function toString() { [native code] }\n",
    ].join("\n"),
  );
});

it("runs in another thread", async () => {
  const cells = [
    `import { Worker } from "node:worker_threads";`,
    `function body(): void {
  const { parentPort } = require("node:worker_threads");
  let sum = 0;
  for (let i: number = 0; i < 10; i++) sum += i;
  parentPort.postMessage(sum as any);
}`,
    `const worker = new Worker("(" + body + ")()", { eval: true });
console.log(await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject)));`,
  ];
  expect(await printed(...cells)).toBe("45\n");
});

it("runs in a realm of its own, and as new Function", async () => {
  const cells = [
    `import vm from "node:vm"; const times = (n: number) => { let p = 1; while (n > 1) p *= n--; return Math.abs(p); };`,
    `console.log(vm.runInNewContext("(" + times + ")(5)"), new Function("return " + times)()(4), (0, eval)(\`(\${times})\`)(3));`,
  ];
  expect(await printed(...cells)).toBe("120 24 6\n");
});

it("is read by arquero", async () => {
  const cells = [
    `import * as aq from "arquero";
import { table, op } from "arquero";
const t = table({ a: [1, 2, 3, 4], g: ["x", "y", "x", "y"] });`,
    `console.log(JSON.stringify(t.derive({ b: (d: any) => op.sqrt(d.a) * 2, c: (d: any) => Math.max(d.a, 2) }).objects()));`,
    `console.log(JSON.stringify(t.filter((d: any) => op.abs(d.a) > 1).groupby("g")
  .rollup({ s: (d: any): number => op.sum(d.a), n: (d: any) => aq.op.count() }).objects()));`,
    `const big = 3; console.log(t.params({ big }).filter((d: any, $: any) => d.a >= $.big!).numRows());`,
  ];
  expect(await printed(...cells)).toBe(
    [
      '[{"a":1,"g":"x","b":2,"c":2},{"a":2,"g":"y","b":2.8284271247461903,"c":2},{"a":3,"g":"x","b":3.4641016151377544,"c":3},{"a":4,"g":"y","b":4,"c":4}]',
      '[{"g":"y","s":6,"n":2},{"g":"x","s":3,"n":1}]',
      "2\n",
    ].join("\n"),
  );
});

const chromium = "/usr/bin/chromium";

it.skipIf(!existsSync(chromium))("runs in a page of Playwright", async () => {
  const cells = [
    `import { chromium } from "playwright-core";
const browser = await chromium.launch({ executablePath: "${chromium}", args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.setContent("<ul><li>a<li>b<li>c</ul>");`,
    `const said = await page.evaluate((greeting: string) => {
  const all: string[] = [];
  for (const one of document.querySelectorAll("li")) all.push(greeting + one.textContent!);
  return all.map((one) => one.toUpperCase());
}, "hi ");
console.log(said.join());`,
    `async function later(this: unknown, n: number) { while (n > 0) n -= await Promise.resolve(1); return n; }
console.log(await page.evaluate(later, 3));
const page_ = { async title<T>(suffix: T) { return document.title + suffix; } };
console.log(await page.evaluate(page_.title, "!"));
console.log(await page.locator("li").evaluateAll((all, n: number) => all.filter((one) => one.textContent === "b").length + n, 1));
await page.waitForFunction(() => Array.from(document.querySelectorAll("li")).length === 3);
await page.exposeFunction("inKernel", (x: number) => Math.sqrt(x));
console.log(await page.evaluate(() => (globalThis as any).inKernel(16)));`,
    `await browser.close()`,
  ];
  expect(await printed(...cells)).toBe("HI A,HI B,HI C\n0\n!\n2\n4\n");
});

it("of the project's own files, too", async () => {
  writeFileSync(
    join(folder.path, "tools.ts"),
    `import { sqrt } from "./maths";
export const root = (x: number): number => sqrt(x)!;
export class Tool<T> { private x?: T; use(): T { return this.x as T; } }
export enum Kind { A }`,
  );
  writeFileSync(
    join(folder.path, "maths.ts"),
    "export function sqrt(x: number): number { return Math.sqrt(x); }",
  );
  const cell = `import { root, Tool, Kind } from "./tools";\nconsole.log(root + "\\n" + Tool + root(9) + Kind.A);`;
  expect(await printed(cell)).toBe("(x) => sqrt(x)\nclass Tool { x; use() { return this.x; } }30\n");
});

it("can still be interrupted, however often it was asked for its text", async () => {
  await session.run("const forever = (n: number) => { String(forever); for (;;) n++; };");
  const ran = await session.interrupt('console.error("begun"); String(forever); forever(1)');
  expect(ran.reply.status).toBe("error");
  expect(await printed("console.log(String(forever))")).toBe("(n) => { String(forever); for (;;) n++; }\n");
});

it("leaves nothing of it in an error's stack", async () => {
  const ran = await session.run("const f = (x: any) => x.y.z;\nf({})");
  expect((ran.reply.traceback as string[]).join("\n")).toContain("Cell[");
  expect((ran.reply.traceback as string[]).join("\n")).not.toMatch(/surroundings|text \d/);
});
