/*
 * What a cell gets from the project around it: its tsconfig.json, its packages, its own files.
 */
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readProjectConfig } from "../../../kernel-ext/kernel/src/compiler/options/tsconfig";
import { complaints, type Files, folderOf, session, write } from "./session";

function config(compilerOptions: object, rest: object = {}): string {
  return JSON.stringify({ compilerOptions, ...rest });
}

describe("tsconfig.json", () => {
  test("strict is off without one, and on with one that says so", () => {
    const code = "const n: number = null; function f(x) { return x }";
    expect(session().errors(code)).toEqual([]);
    expect(session({ "tsconfig.json": config({ strict: true }) }).errors(code)).toEqual([2322, 7006]);
  });

  test("is found above the notebook's folder", () => {
    const { errors } = session({ "tsconfig.json": config({ strict: true }) }, {}, "notes/deep");
    expect(errors("const n: number = null")).toEqual([2322]);
  });

  test("extends another", () => {
    const files = {
      "base.json": config({ strictNullChecks: true }),
      "tsconfig.json": config({}, { extends: "./base.json" }),
    };
    expect(session(files).errors("const n: number = null")).toEqual([2322]);
  });

  test("paths and baseUrl lead to the project's files", () => {
    const files = {
      "tsconfig.json": config({ baseUrl: ".", paths: { "@lib/*": ["src/*"] } }),
      "src/tool.ts": "export const tool = (x: number) => x;",
    };
    const { errors } = session(files, {}, "notes");
    expect(errors("import { tool } from '@lib/tool'; tool('a')")).toEqual([2345]);
    expect(errors("import { tool } from 'src/tool'; tool(1)")).toEqual([]);
  });

  test("target and lib decide which names exist", () => {
    expect(session().errors("[1].findLast(Boolean)")).toEqual([]);
    expect(session({ "tsconfig.json": config({ lib: ["es2022"] }) }).errors("[1].findLast(Boolean)")).toEqual(
      [2550],
    );
    expect(session({ "tsconfig.json": config({ lib: ["es2023"] }) }).errors("[1].findLast(Boolean)")).toEqual(
      [],
    );
    expect(session({ "tsconfig.json": config({ lib: ["es2022", "dom"] }) }).errors("document.title")).toEqual(
      [],
    );
    expect(session({ "tsconfig.json": config({ target: "es5" }) }).errors("await 1; document.title")).toEqual(
      [],
    );
  });

  test.each<[string, object]>([
    ["noEmit", { noEmit: true }],
    ["composite", { composite: true }],
    ["outDir and rootDir", { outDir: "out", rootDir: "src" }],
    ["unused names", { noUnusedLocals: true, noUnusedParameters: true }],
    ["isolatedModules", { isolatedModules: true }],
    ["verbatimModuleSyntax", { verbatimModuleSyntax: true }],
    ["commonjs", { module: "commonjs" }],
    ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }],
    ["amd, one file", { module: "amd", outFile: "x.js" }],
    ["declarations off", { declaration: false, emitDeclarationOnly: false }],
    ["no library", { noLib: true }],
    ["no types", { types: [] }],
    ["preserved JSX", { jsx: "preserve" }],
    ["importHelpers", { importHelpers: true, noEmitHelpers: true }],
  ])("what cannot hold in a cell does not: %s", (_name, options) => {
    const { compiler, errors } = session({ "tsconfig.json": config(options) });
    expect(
      errors(
        "import { join } from 'node:path'\nconst a = await Promise.resolve(join('a'))\nfunction f(unused: number) {}",
      ),
    ).toEqual([]);
    expect(errors("a.length; f(1); console.log(process.version)")).toEqual([]);
    expect(compiler.warnings).toEqual([]);
  });

  test("what this TypeScript does not know is one warning, and cells run", () => {
    const { compiler, errors } = session({
      "tsconfig.json": config({
        strict: true,
        target: "es2024",
        lib: ["es2024", "esnext.iterator"],
        module: "preserve",
        erasableSyntaxOnly: true,
      }),
    });
    expect(errors("const a = [1].flat(); console.log(a)")).toEqual([]);
    expect(errors("const n: number = null")).toEqual([2322]);
    expect(compiler.warnings).toHaveLength(1);
    expect(compiler.warnings[0]).toContain("tsconfig.json");
    expect(compiler.warnings[0]).toContain("erasableSyntaxOnly");
  });

  test.each([
    "{ broken",
    "",
    "[]",
    "null",
    '"x"',
    '{"extends":"./nowhere.json"}',
    '{"compilerOptions":{"strict":"yes"}}',
  ])("a broken one breaks no cell: %s", (text) => {
    const { errors } = session({ "tsconfig.json": text });
    expect(errors("const a = [1].map((x) => x + 1)")).toEqual([]);
  });

  test("a change is noticed at the next cell, and so is a new one", () => {
    const { errors, folder } = session({}, {}, "notes");
    const code = "const n: number = null";
    expect(errors(code)).toEqual([]);
    write(folder, "tsconfig.json", config({ strict: true }));
    expect(errors(code)).toEqual([2322]);
    write(folder, "tsconfig.json", config({ strict: false }));
    utimesSync(join(folder, "tsconfig.json"), 1, 1);
    expect(errors(code)).toEqual([]);
  });
});

describe("a tsconfig.json counts for what it includes", () => {
  const strict = (rest: object): string => config({ strict: true }, rest);

  test.each<[layout: string, counts: boolean, files: Files, notebook: string]>([
    ["no list, same folder", true, { "tsconfig.json": strict({}) }, ""],
    ["no list, folder below", true, { "tsconfig.json": strict({}) }, "notes/deep"],
    ["everything", true, { "tsconfig.json": strict({ include: ["**/*"] }) }, "notes"],
    [
      "sources only, notebook among them",
      true,
      { "tsconfig.json": strict({ include: ["src"] }) },
      "src/deep",
    ],
    ["sources only, notebook at the root", false, { "tsconfig.json": strict({ include: ["src"] }) }, ""],
    [
      "sources only, notebook elsewhere",
      false,
      { "tsconfig.json": strict({ include: ["src/**/*.ts"] }) },
      "notebooks",
    ],
    [
      "files of the root only, notebook below",
      false,
      { "tsconfig.json": strict({ include: ["*.ts"] }) },
      "notes",
    ],
    [
      "the notebook's folder by name",
      true,
      { "tsconfig.json": strict({ include: ["src", "notes"] }) },
      "notes",
    ],
    ["notebooks by pattern", true, { "tsconfig.json": strict({ include: ["notes/**/*.ipynb"] }) }, "notes/a"],
    ["tests by pattern", false, { "tsconfig.json": strict({ include: ["**/*.test.ts"] }) }, "notes"],
    ["JSX by pattern", true, { "tsconfig.json": strict({ include: ["**/*.tsx"] }) }, "notes"],
    ["listed files", false, { "tsconfig.json": strict({ files: ["index.ts"] }), "index.ts": "" }, ""],
    ["excluded folder", false, { "tsconfig.json": strict({ exclude: ["notes"] }) }, "notes"],
    ["another excluded folder", true, { "tsconfig.json": strict({ exclude: ["dist"] }) }, "notes"],
    ["what it writes to", false, { "tsconfig.json": config({ strict: true, outDir: "out" }) }, "out"],
    ["installed packages", false, { "tsconfig.json": strict({}) }, "node_modules/a/notes"],
    [
      "a list that is extended",
      false,
      { "base.json": strict({ include: ["src"] }), "tsconfig.json": '{"extends":"./base.json"}' },
      "notes",
    ],
    [
      "a list of its own over an extended one",
      true,
      {
        "base.json": strict({ include: ["src"] }),
        "tsconfig.json": '{"extends":"./base.json","include":["notes"]}',
      },
      "notes",
    ],
    [
      "references: the one that includes it",
      true,
      {
        "tsconfig.json": '{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tools"}]}',
        "tsconfig.app.json": config({ strict: false }, { include: ["src"] }),
        "tools/tsconfig.json": strict({ include: ["../notes"] }),
      },
      "notes",
    ],
    [
      "references that lead back",
      false,
      { "tsconfig.json": '{"compilerOptions":{"strict":true},"files":[],"references":[{"path":"."}]}' },
      "notes",
    ],
    [
      "references that lead nowhere",
      false,
      { "tsconfig.json": '{"compilerOptions":{"strict":true},"files":[],"references":[{"path":"./gone"}]}' },
      "notes",
    ],
    [
      "one further up, where the nearest does not",
      true,
      { "tsconfig.json": strict({}), "pack/tsconfig.json": config({}, { include: ["src"] }) },
      "pack/notes",
    ],
    [
      "the nearest of two",
      false,
      { "tsconfig.json": strict({}), "pack/tsconfig.json": config({ strict: false }) },
      "pack/notes",
    ],
    ["a folder whose name begins with a dot", false, { "tsconfig.json": strict({}) }, ".notes"],
    ["the dot named", true, { "tsconfig.json": strict({ include: [".notes/**/*"] }) }, ".notes"],
    ["a broken list", true, { "tsconfig.json": strict({ include: 5 }) }, "notes"],
  ])("%s: %s", (_layout, counts, files, notebook) => {
    const folder = join(folderOf(files), notebook);
    mkdirSync(folder, { recursive: true });
    expect(readProjectConfig(folder).options?.strict === true).toBe(counts);
  });

  test("cells that pass under tslab pass in a project with rules of its own for its sources", () => {
    const files = {
      "tsconfig.json": config({ noImplicitAny: true }, { include: ["src"] }),
      "src/index.ts": "export {};",
    };
    const code = "const settings = { last: null, all: [] }; function f(x) { return x }";
    expect(session(files, {}, "notebooks").errors(code)).toEqual([]);
    expect(session(files, {}, "src").errors(code)).toContain(7018);
  });

  test("also after a change of its list", () => {
    const { compiler, folder, errors } = session(
      { "tsconfig.json": strict({ include: ["src"] }) },
      {},
      "notes",
    );
    expect(errors("const n: number = null")).toEqual([]);
    write(folder, "../tsconfig.json", strict({ include: ["src", "notes"] }));
    expect(errors("const m: number = null")).toEqual([2322]);
    expect(compiler.settings.strict).toBe(true);
  });
});

describe("packages", () => {
  const esm: Files = {
    "node_modules/esm-only/package.json": JSON.stringify({
      name: "esm-only",
      type: "module",
      exports: {
        ".": { types: "./index.d.ts", import: "./index.js" },
        "./part": { node: { types: "./part.d.ts", default: "./part.js" } },
      },
    }),
    "node_modules/esm-only/index.d.ts": "export declare const answer: number;",
    "node_modules/esm-only/index.js": "export const answer = 42;",
    "node_modules/esm-only/part.d.ts": "export default function part(): string;",
    "node_modules/esm-only/part.js": "export default () => 'x';",
  };

  test("with ESM and exports only, from a folder below", () => {
    const { errors } = session(esm, {}, "notes");
    expect(
      errors("import { answer } from 'esm-only'; import part from 'esm-only/part'; part().length + answer"),
    ).toEqual([]);
    expect(errors("answer.length // 2339")).toEqual([2339]);
    expect(errors("const m = await import('esm-only'); m.answer.toFixed()")).toEqual([]);
  });

  test("without types are any, also under strict", () => {
    const { errors } = session({
      "tsconfig.json": config({ strict: true }),
      "node_modules/plain/index.js": "module.exports = { a: 1 };",
    });
    expect(errors("import plain from 'plain'; plain.anything.at.all")).toEqual([]);
  });

  test("that do not exist are an error that names them", () => {
    const { compiler } = session();
    const found = complaints(() => compiler.compile("1;\n  import { x } from 'no-such-thing'"));
    expect(found).toMatchObject([
      { code: 2307, start: { line: 2, column: 21 }, end: { line: 2, column: 36 } },
    ]);
    expect(found[0]?.message).toContain("no-such-thing");
  });

  test("that were installed after a failure are found", () => {
    const { errors, folder } = session();
    expect(errors("import { answer } from 'esm-only'")).toEqual([2307]);
    for (const [name, text] of Object.entries(esm)) write(folder, name, text);
    expect(errors("import { answer } from 'esm-only'; answer.toFixed()")).toEqual([]);
  });

  test("of Espalier itself are found from anywhere, tslab too", () => {
    const { errors } = session();
    expect(errors("import * as tf from '@tensorflow/tfjs-core'; tf.scalar(1).print()")).toEqual([]);
    expect(errors("import * as tslab from 'tslab'; tslab.display.html('x')")).toEqual([]);
    expect(errors("import { build } from 'espalier'; const wrong: number = build;")).toEqual([2322]);
  });

  test("Node's types are the project's own where it has some", () => {
    const own = session({
      "node_modules/@types/node/package.json":
        '{"name":"@types/node","version":"99.0.0","types":"index.d.ts"}',
      "node_modules/@types/node/index.d.ts": "declare const process: { readonly ninetyNine: 99 };",
    });
    expect(own.errors("process.ninetyNine; process.version")).toEqual([2339]);
    const ours = session();
    expect(ours.errors("process.getBuiltinModule; import.meta")).toEqual([]);
  });
});

describe("the project's own files", () => {
  const files: Files = {
    "lib/area.ts": "import { two } from './two';\nexport const area = (x: number): number => x * two;",
    "lib/two.ts": "export const two = 2;",
    "lib/data.json": '{"a": 1}',
    "lib/old.js": "module.exports = { old: 1 };",
  };

  test("come with the cell that imports them first, as CommonJS by their paths", () => {
    const { cell, errors, folder } = session(files, {}, "notes");
    const first = cell("import { area } from '../lib/area'; area(1)");
    const root = join(folder, "..").replaceAll("\\", "/");
    expect(first.sideOutputs.map((one) => one.path)).toEqual([`${root}/lib/area.js`, `${root}/lib/two.js`]);
    expect(first.sideOutputs[0]?.data).toContain('require("./two")');
    expect(first.sideOutputs[0]?.data).toContain("sourceMappingURL=data:application/json;base64,");
    expect(cell("import { area } from '../lib/area'; area(2)").sideOutputs).toEqual([]);
    expect(errors("import { area } from '../lib/area'; area('x')")).toEqual([2345]);
  });

  test("come again when they changed, with those that import them", () => {
    const { cell, errors, folder } = session(files);
    cell("import { area } from './lib/area'");
    write(folder, "lib/two.ts", "export const two = 22;");
    expect(cell("import { area } from './lib/area'; 1").sideOutputs).toHaveLength(2);
    write(folder, "lib/two.ts", "export const two: string = 'a string';");
    expect(errors("import { area } from './lib/area'; 2")).toEqual([2363]);
  });

  test("are named where they are wrong", () => {
    const { compiler } = session({ "bad.ts": "\nexport const x: number = 'a';" });
    const found = complaints(() => compiler.compile("import { x } from './bad'"));
    expect(found).toMatchObject([{ code: 2322, file: "bad.ts", start: { line: 2, column: 14 } }]);
  });

  test("in JavaScript and JSON need no types", () => {
    const { errors } = session({ ...files, "tsconfig.json": config({ strict: true }) });
    expect(
      errors("import old from './lib/old'; import data from './lib/data.json'; old.old; data.a.toFixed()"),
    ).toEqual([]);
  });

  test("modules that cells make can be imported by later ones", () => {
    const { cell, errors } = session();
    cell("/** @module shapes */\nexport const side: number = 3");
    const user = cell("import { side } from './shapes'; side.toFixed()");
    expect(user.sideOutputs.map((one) => one.path)).toEqual([expect.stringMatching(/shapes\.js$/)]);
    expect(errors("/** @module shapes */\nexport const side: number = 'x'")).toEqual([2322]);
    cell(
      "/** @module view\n * @jsx */\ndeclare namespace JSX { interface IntrinsicElements { p: object } }\nconst React = { createElement: () => 1 }\nexport const view = () => <p />",
    );
    expect(errors("import { view } from './view'; view()")).toEqual([]);
  });
});
