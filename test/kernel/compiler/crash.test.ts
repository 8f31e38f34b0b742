/*
 * Cells on which TypeScript itself stops: they run unchecked, and others are as if nothing had happened.
 */
import { describe, expect, test } from "vitest";
import { failure } from "../../../kernel-ext/kernel/src/compiler/crash";
import { complaints, type Session, session } from "./session";

/** TypeScript before 5.7 crashes where `call` is called (its issue 33829). */
const types = `
  interface Four { a(): boolean; b(): void; c(argument: boolean): void; d(argument: number): void }
  type Mapped<T> = { [K in keyof T]: T[K] extends (...args: infer Args) => infer R ? (...args: Args) => R : never };
  declare const four: Mapped<Four>;
`;
const crashing = "const called = (key: 'a' | 'b' | 'c' | 'd') => four[key]();\nlet after = 3;\nafter";

/** For tests that compile several times without anything kept. */
const long = { timeout: 120_000 };

function withTypes(files = {}): Session {
  const made = session(files);
  made.cell(types);
  return made;
}

describe("a cell on which TypeScript crashes", () => {
  test("runs unchecked, with a warning that says why", long, () => {
    const { cell } = withTypes();
    const compiled = cell(crashing);
    expect(compiled.names).toEqual(["called", "after"]);
    expect(compiled.script).toContain("four[key]()");
    expect(compiled.warnings).toHaveLength(1);
    expect(compiled.warnings[0]).toMatch(
      /crashed on this cell's types \(Cannot read properties of undefined/,
    );
    expect(compiled.warnings[0]).toContain("runs unchecked");
  });

  test("is known to later cells, which are checked", long, () => {
    const { cell, errors } = withTypes();
    cell("const before = 'text'");
    cell(crashing);
    expect(errors("called('a').anything; after.anything")).toEqual([]);
    expect(errors("calledd('a')")).toEqual([2552]);
    expect(errors("const n: number = before")).toEqual([2322]);
    expect(errors("const s: string = four.a()")).toEqual([2322]);
    expect(cell("const fine = 1").warnings).toEqual([]);
  });

  test("also with the types in it, which later cells know", long, () => {
    const { cell, errors } = session();
    const declaring = `${types}\nclass Box<T> { constructor(readonly inside: T) {} }\nenum Side { left, right }`;
    expect(cell(`${declaring}\ninterface Point { x: number }\n${crashing}`).warnings).toHaveLength(1);
    expect(
      errors("const box: Box<number> = new Box(1); called(box); const side = Side.left; side.toFixed()"),
    ).toEqual([]);
    expect(errors("const point: Point = { x: 'a' }")).toEqual([2322]);
  });

  test("crashes again when it runs again, and says so again", long, () => {
    const { cell } = withTypes();
    expect([cell(crashing), cell(crashing)].map((one) => one.warnings.length)).toEqual([1, 1]);
  });

  test("that is nested too deeply even to be translated gets told what to write", () => {
    let error: unknown;
    const deeper = (): number => deeper() + 1;
    try {
      deeper();
    } catch (reason) {
      error = reason;
    }
    expect(failure(error).message).toMatch(/nested too deeply.*Write it in steps/);
  });

  test("still may not have errors of syntax", long, () => {
    const { compiler } = withTypes();
    const found = complaints(() => compiler.compile(`${crashing};\nconst = 4`));
    expect(found[0]).toMatchObject({ code: 1134, start: { line: 4 } });
  });

  test("loads packages and the project's own files as any cell does", long, () => {
    const { cell } = withTypes({ "tool.ts": "export const tool = (x: number): number => x;" });
    const imports = "import { join, type ParsedPath } from 'node:path';\nimport { tool } from './tool';\n";
    const compiled = cell(`${imports}const p: ParsedPath = null; tool(1); join('a');\n${crashing}`);
    expect(compiled.imports).toEqual(["node:path", "./tool"]);
    expect(compiled.sideOutputs.map((one) => one.path)).toEqual([expect.stringMatching(/tool\.js$/)]);
    expect(compiled.warnings).toHaveLength(1);
  });

  test("gets completions and hovers, or none, and later ones are right", long, () => {
    const { compiler, cell } = withTypes();
    cell("const words = ['a']");
    for (const at of ["four[key]", "called", "after"]) {
      const offset = crashing.indexOf(at) + at.length;
      expect(() => [
        compiler.complete(crashing, offset),
        compiler.inspect(crashing, offset, 0),
      ]).not.toThrow();
    }
    expect(compiler.complete("words.", 6).matches).toContain("map");
    expect(compiler.inspect("words", 2, 0)?.["text/plain"]).toBe("const words: string[]");
  });

  test("of a module that cells make names the reason, and others can be made", long, () => {
    const { compiler, cell } = session();
    const found = complaints(() => compiler.compile(`/** @module bad */\n${types}\nexport ${crashing}`));
    expect(found[0]?.message).toContain("Cannot read properties of undefined");
    cell("/** @module good */\nexport const good: number = 1");
    expect(cell("import { good } from './good'; good.toFixed()").warnings).toEqual([]);
  });
});

describe("a cell whose check is to end", () => {
  test("ends with what ends it, and later cells are as if it had not been", long, () => {
    const wish = new Error("stop");
    let asked = 0;
    const made = session(
      {},
      {
        checkpoint: () => {
          if (++asked === 3) throw wish;
        },
      },
    );
    made.cell("const first = 1");
    const functions = Array.from(
      { length: 10 },
      (_, n) => `function f${n}(x: number) { return x + ${n} }`,
    ).join("\n");
    expect(() => made.cell(functions)).toThrow(wish);
    expect(asked).toBe(3);
    expect(made.errors("f3(1)")).toEqual([2304]);
    expect(made.errors(functions)).toEqual([]);
    expect(made.errors("const n: string = f3(first)")).toEqual([2322]);
  });
});
