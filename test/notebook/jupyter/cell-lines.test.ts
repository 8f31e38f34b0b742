import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CompiledCell } from "../../../src/notebook/jupyter/cell-lines";

interface Converter {
  convert(earlier: string, code: string): { output: string; diagnostics: unknown[] };
  close(): void;
}

const load = createRequire(require.resolve("tslab/package.json"));
const { createConverter } = load("./dist/converter.js") as {
  createConverter: (options: { isJS: boolean; isBrowser: boolean }) => Converter;
};
const tslab = createConverter({ isJS: false, isBrowser: false });
afterAll(() => {
  tslab.close();
});

const cells: Record<string, string> = {
  "imports, types, declarations, a last expression": `// a comment
import * as fs from "node:fs";
import path from "path";
import type { Stats } from "node:fs";
import { Stats as Other, existsSync } from "node:fs";
interface Point {
  x: number;
}

/** doc */
const point: Point = { x: 1 };
let y = 3, z = [1,
  2];
type Either = string | number;
let stats: Stats | Other | undefined;

function boom(n: number): number {
  if (n > 2) {

    throw new Error("boom");
  }
  return n;
}
enum Colour { Red, Green }
class Box { open(): void { boom(1); } }
const { x: inner, ...others } = { ...point, w: Colour.Red };
for (const i of [1, 2, 3]) {
  console.log(i, fs.existsSync(path.join("a")), existsSync("b"));
  y = boom(i);
}
await Promise.resolve(1);
point.x + y`,
  "nothing declared, a statement": `console.log(1);\n\nif (1 < 2) {\n  throw new Error("x");\n}`,
  "nothing declared, an expression": `\n\n[1, 2, 3].map((n) =>\n  n * 2)`,
  "only a type": `interface A { b: number }`,
  "only an import": `import { join } from "node:path";`,
};

describe("a compiled cell", () => {
  it.each(Object.entries(cells))("has the lines of tslab's own: %s", (_, code) => {
    const { output, diagnostics } = tslab.convert("", code);
    expect(diagnostics).toEqual([]);
    const ours = CompiledCell.compile(code, process.cwd())!.output.split("\n");
    const theirs = output.split("\n");
    // At the end tslab writes the value of the last expression, ours a mark in its place.
    const shared = theirs.findLastIndex(
      (line) => /\S/.test(line) && !line.startsWith("exports.tsLastExpr = "),
    );
    expect(ours.slice(0, shared).map(declared)).toEqual(theirs.slice(0, shared).map(declared));
  });

  it("leads from a line of the JavaScript to the line of the cell", () => {
    const code = cells["imports, types, declarations, a last expression"]!;
    const compiled = CompiledCell.compile(code, process.cwd())!;
    const lines = compiled.output.split("\n");
    for (const text of [`throw new Error("boom")`, "for (const i of", "await Promise", "boom(i)"]) {
      const line = lines.findIndex((candidate) => candidate.includes(text)) + 1;
      const column = lines[line - 1]!.indexOf(text) + 1;
      const expected = code.split("\n").findIndex((candidate) => candidate.includes(text)) + 1;
      expect(compiled.original({ line, column })?.line).toBe(expected);
    }
  });

  it("resolves imports from the notebook's folder: one that is only a type leaves no line", () => {
    const code = `import { TestAPI } from "vitest";\nlet a: TestAPI | undefined;\nthrow new Error("x");`;
    const root = dirname(require.resolve("../../../package.json"));
    const line = CompiledCell.compile(code, join(root, "notebooks"))!
      .output.split("\n")
      .findIndex((text) => text.includes("require("));
    expect(line).toBe(-1);
  });
});

/** In the line of declarations the order of the names does not matter, nor that of the last expression's. */
function declared(line: string): string {
  if (!/^exports\..* = void 0;$/.test(line)) return line;
  const names = line.split(" = ").sort();
  return (names.length > 2 ? names.filter((name) => name !== "exports.tsLastExpr") : names).join();
}
