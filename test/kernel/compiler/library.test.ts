/*
 * What cells know of JavaScript and of Node, which are both newer than the TypeScript that checks them.
 */
import { cpSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { newerLibrary } from "../../../kernel-ext/kernel/src/compiler/library";
import type { Runtime } from "../../../kernel-ext/kernel/src/compiler/library/features";
import { parse, parseOptions } from "../../../kernel-ext/kernel/src/compiler/program/source-files";
import { ts } from "../../../kernel-ext/kernel/src/compiler/typescript";
import { nodeCells } from "./node-cells";
import { complaints, folderOf, type Session, session, write } from "./session";

/** For tests that compile many cells. */
const long = { timeout: 120_000 };

const require_ = createRequire(__filename);

/** A notebook in a folder with the newest types of Node, which ask for TypeScript 5.6 or newer. */
function newestTypes(): Session {
  const made = session();
  const types = dirname(require_.resolve("types-node-26/package.json"));
  const at = join(made.folder, "node_modules", "@types");
  write(made.folder, "node_modules/@types/readme", "");
  cpSync(types, join(at, "node"), { recursive: true, filter: (name) => !name.endsWith("/node_modules") });
  symlinkSync(join(types, "node_modules", "undici-types"), join(made.folder, "node_modules", "undici-types"));
  return made;
}

const wrong = ({ compiler }: Session): readonly string[] =>
  Object.entries(nodeCells).flatMap(([name, code]) =>
    complaints(() => compiler.compile(code)).map((one) => `${name}: TS${one.code} ${one.message}`),
  );

describe("Node's types", () => {
  test("as the kernel brings them: every cell is right", long, () => {
    expect(wrong(session())).toEqual([]);
  });

  test(
    "the newest in the notebook's folder: every cell is right, and they are what is checked against",
    long,
    () => {
      const made = newestTypes();
      expect(wrong(made)).toEqual([]);
      expect(made.errors("import { DatabaseSync } from 'node:sqlite'; new DatabaseSync(7)")).toEqual([2345]);
      expect(
        made.errors(
          "import { Readable } from 'node:stream'; for await (const x of Readable.from(['a'])) { x.nope }; const b: string = Buffer.from('x')",
        ),
      ).toEqual([2322]);
    },
  );
});

describe("declarations of packages that need a newer TypeScript", () => {
  /** A package for each of these declarations, by name. */
  const packages = (declarations: Readonly<Record<string, string>>): Session =>
    session(
      Object.fromEntries(
        Object.entries(declarations).flatMap(([name, text]) => [
          [`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","types":"index.d.ts"}`],
          [`node_modules/${name}/index.d.ts`, text],
        ]),
      ),
    );

  test("mean what they say", long, () => {
    const uses: Readonly<Record<string, readonly [declaration: string, use: string]>> = {
      bytes: ["function f(): Uint8Array<ArrayBuffer>;", "f()[0].nope"],
      buffers: ["function f(): Buffer<ArrayBufferLike>;", "f().readUInt8(0).nope"],
      iterators: ["function f(): MapIterator<[number, string]>;", "[...f()][0][0].nope"],
      "async-iterators": [
        "function f(): AsyncIteratorObject<number, undefined, unknown>;",
        "for await (const one of f()) one.nope",
      ],
      inference: ["function f<T>(a: T, b: NoInfer<T>): T;", "f(1, 2).nope"],
      "weak-keys": ["function f<K extends WeakKey>(key: K): K;", "f({ a: 1 }).nope"],
    };
    const { errors } = packages(
      Object.fromEntries(Object.entries(uses).map(([name, [text]]) => [name, `export declare ${text}`])),
    );
    for (const [name, [, use]] of Object.entries(uses)) {
      expect([name, errors(`import { f } from "${name}"; ${use}`)]).toEqual([name, [2339]]);
    }
  });

  test("stop no cell", long, () => {
    const texts: Readonly<Record<string, string>> = {
      statements: "export declare const a: 1;\nusing x = y;\nexport declare const b: 2;",
      attributes: 'import data from "./x.json" with { type: "json" };\nexport declare const b: 2;',
      accessors:
        "export declare class C { accessor x: number; static accessor y: 1 }\nexport declare const b: 2;",
      libraries: '/// <reference lib="es2031.magic" />\nexport declare const b: 2;',
      names: "export declare const a: Temporal.Instant<3>;\nexport declare const b: 2;",
      nonsense: "export declare const b: 2;\n<<<<<<< HEAD\n}}}} ]]",
    };
    const { errors } = packages(texts);
    for (const name of Object.keys(texts)) {
      const use = `import { b } from "${name}"; const two: 2 = b; [1].map((x) => x + two)`;
      expect([name, errors(use), errors("const three: 3 = b")]).toEqual([name, [], [2322]]);
    }
  });
});

describe("JavaScript's library", () => {
  const newer: Readonly<Record<string, readonly [isThere: boolean, code: string]>> = {
    findLast: ["findLast" in Array.prototype, "[1].findLast(Boolean)?.toFixed()"],
    toSorted: [
      "toSorted" in Array.prototype,
      "[1].toSorted()[0].toFixed(); new Float32Array(1).toReversed().length",
    ],
    isWellFormed: ["isWellFormed" in String.prototype, "'a'.isWellFormed() && 'b'.toWellFormed().length"],
    resizable: ["resize" in ArrayBuffer.prototype, "new ArrayBuffer(1, { maxByteLength: 2 }).resize(2)"],
    groupBy: [
      "groupBy" in Object,
      "Object.groupBy([1], (n) => `${n}`)['1']?.length; Map.groupBy([1], (n) => n).get(1)",
    ],
    withResolvers: ["withResolvers" in Promise, "Promise.withResolvers<number>().resolve(1)"],
    fromAsync: ["fromAsync" in Array, "(await Array.fromAsync([Promise.resolve(1)]))[0].toFixed()"],
    union: ["union" in Set.prototype, "new Set([1]).union(new Set(['a'])).size"],
    "methods of iterators": [
      "Iterator" in globalThis,
      "new Map([[1, 2]]).keys().map((k) => k.toFixed()).toArray()",
    ],
    try: ["try" in Promise, "(await Promise.try(() => 1)).toFixed()"],
    escape: ["escape" in RegExp, "RegExp.escape('a').length"],
    DisposableStack: ["DisposableStack" in globalThis, "new DisposableStack().defer(() => 1)"],
  };

  test("is the running Node's", long, () => {
    const { errors } = session();
    const entries = Object.entries(newer);
    const known = entries.filter(([, [, code]]) => errors(code).length === 0).map(([name]) => name);
    expect(known).toEqual(entries.filter(([, [isThere]]) => isThere).map(([name]) => name));
  });

  test("is the running Node's also where a tsconfig.json names no library", () => {
    const { errors } = session({ "tsconfig.json": '{"compilerOptions":{"target":"es2020","strict":true}}' });
    expect(errors("[1].findLast(Boolean)?.toFixed(); document.title; 'a'.isWellFormed")).toEqual(
      "isWellFormed" in String.prototype ? [] : [2550],
    );
  });

  test("is an older one where a tsconfig.json asks for it", () => {
    const { errors } = session({ "tsconfig.json": '{"compilerOptions":{"lib":["es2020"]}}' });
    expect(errors("[1].findLast(Boolean); 'a'.isWellFormed()")).toEqual([2550, 2339]);
  });

  test("can be iterated over in a page's streams", () => {
    const { errors } = session({ "tsconfig.json": '{"compilerOptions":{"lib":["esnext", "dom"]}}' });
    expect(errors("for await (const bytes of (await fetch('x')).body!) { bytes.length }")).toEqual([]);
  });

  test("is what a cell refers to, for later cells too", long, () => {
    const { errors } = session();
    expect(errors("document.title")).toEqual([2584]);
    expect(errors('// A page.\n/// <reference lib="dom" />\ndocument.title; const a = 1')).toEqual([]);
    expect(errors("document.title.length; a.toFixed()")).toEqual([]);
    expect(
      errors('/// <reference lib="es2024" />\n/// <reference lib="esnext.iterator" />\n[1].at(0)'),
    ).toEqual([]);
    expect(errors('/// <reference lib="domm" />\n1')).toEqual([2727]);
    expect(errors("const a = 'x'; document.title")).toEqual([]);
  });

  test("has no mistakes of its own", () => {
    const all = new Proxy({}, { has: () => true, get: () => everything }) as Runtime;
    const everything = new Proxy(function () {}, { has: () => true, get: () => everything });
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts"],
      types: [],
    };
    const library = newerLibrary(options, all);
    const file = parse(library.name, library.text, parseOptions(options));
    const folder = folderOf({ "use.ts": everyNewerName });
    const host = ts.createCompilerHost(options);
    const onDisk = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => (name === library.name ? file : onDisk(name, ...rest));
    const program = ts.createProgram([library.name, `${folder}/use.ts`], options, host);
    const found = [file, program.getSourceFile(`${folder}/use.ts`)!].flatMap((one) => [
      ...program.getSyntacticDiagnostics(one),
      ...program.getSemanticDiagnostics(one),
    ]);
    // "All declarations of 'Uint8Array' must have identical type parameters": on purpose.
    const messages = found
      .filter((one) => one.code !== 2428)
      .map((one) => ts.flattenDiagnosticMessageText(one.messageText, " "));
    expect(messages).toEqual([]);
  });
});

const everyNewerName = `
const one: number | undefined = new Set([1]).union(new Set([2])).values().map((n) => n + 1).toArray()[0];
function* numbers() { yield 1 }
const text: string[] = numbers().take(3).map(String).toArray();
const entry: [number, string][] = [...new Map([[1, "a"]]).entries().filter(([n]) => n > 0)];
const keys: number[] = ["a"].keys().toArray();
for (const [index, value] of ["a"].entries()) { const i: number = index; const v: string = value; }
const stack: DisposableStack = new DisposableStack().move();
const made: Promise<string> = Promise.try((a: number) => String(a), 1);
const isError = (value: unknown) => Error.isError(value) ? value.message : RegExp.escape("a");
Promise.withResolvers<number>().resolve(1);
const from: number[] = Iterator.from([1]).toArray();
`;
