import { expect, test } from "vitest";
import { ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";
import { Notebook, type NotebookOptions } from "./notebook";

const lib = `
  export interface Shape { side: number }
  export class Model { name = "m" }
  export let count: number;
  export function next(this: any): any;
  export default function main(this: any): any;
`;
const state = { count: 0 };
const modules = {
  "./lib": {
    Model: class Model {
      readonly name = "m";
    },
    get count() {
      return state.count;
    },
    next(this: unknown) {
      state.count += 1;
      return this === undefined || this === globalThis || !Object.hasOwn(this as object, "next");
    },
    default: () => "main",
  },
  untyped: { default: { a: 1 }, a: 1, "odd-name": 2 },
  "react/jsx-runtime": { jsx: (tag: string, props: object) => ({ tag, ...props }) },
};
const options: NotebookOptions = { modules, files: { "/lib.d.ts": lib } };

interface Expected {
  readonly imports: readonly string[];
  readonly names?: readonly string[];
  readonly value?: unknown;
  readonly options?: NotebookOptions;
}

const rows: Readonly<Record<string, readonly [cell: string, expected: Expected]>> = {
  named: [
    'import { Model } from "./lib"; new Model().name',
    { imports: ["./lib"], names: ["Model"], value: "m" },
  ],
  renamed: [
    'import { Model as M } from "./lib"; new M().name',
    { imports: ["./lib"], names: ["M"], value: "m" },
  ],
  "the default": ['import main from "./lib"; main()', { imports: ["./lib"], names: ["main"], value: "main" }],
  "the default by name": [
    'import { default as d } from "./lib"; d()',
    { imports: ["./lib"], names: ["d"], value: "main" },
  ],
  "the namespace": [
    'import * as l from "./lib"; l.default()',
    { imports: ["./lib"], names: ["l"], value: "main" },
  ],
  "default and namespace": [
    'import d, * as l from "./lib"; d === l.default',
    { imports: ["./lib"], names: ["d", "l"], value: true },
  ],
  "default and names": [
    'import d, { Model } from "./lib"; [d(), new Model().name]',
    { imports: ["./lib"], names: ["Model", "d"], value: ["main", "m"] },
  ],
  "for its effect": ['import "./lib"', { imports: ["./lib"], names: [] }],
  "unused here, but for later cells": [
    'import { Model } from "./lib"',
    { imports: ["./lib"], names: ["Model"] },
  ],
  "type only": ['import type { Model } from "./lib"; let m: Model', { imports: [], names: ["m"] }],
  "types only, without saying so": [
    'import { Shape } from "./lib"; let m: Shape',
    { imports: [], names: ["m"] },
  ],
  "a type beside a value": [
    'import { Model, type Shape } from "./lib"; const s: Shape = { side: 1 }',
    { imports: ["./lib"], names: ["Model", "s"] },
  ],
  "each once, in order": [
    'import "untyped"; import { Model } from "./lib"; import l from "./lib"; import * as u from "untyped"; l()',
    { imports: ["untyped", "./lib"], names: ["Model", "l", "u"], value: "main" },
  ],
  "without types": ['import u, { a } from "untyped"; [u.a, a]', { imports: ["untyped"], value: [1, 1] }],
  "below its use": ['const r = main(); import main from "./lib"; r', { imports: ["./lib"], value: "main" }],
  "import equals": ['import l = require("./lib"); l.default()', { imports: [], names: ["l"], value: "main" }],
  "import equals of types": [
    'import type l = require("./lib"); let m: l.Shape',
    { imports: [], names: ["m"] },
  ],
  "a call has no this": ['import { next } from "./lib"; next()', { imports: ["./lib"], value: true }],
  "shorthand and shadows": [
    'import { Model, count } from "./lib"; const o = { count: ((count) => count)(5), Model }; [o.count, new o.Model().name]',
    { imports: ["./lib"], value: [5, "m"] },
  ],
  "import at run time": ['const l = await import("./lib"); l.default()', { imports: [], value: "main" }],
  "import of a computed name": [
    'const name: any = "untyped"; (await import(`${name}`)).a',
    { imports: [], value: 1 },
  ],
  "import.meta": ["import.meta.url", { imports: [], value: "file:///" }],
  "export from": [
    'export { Model as M, default } from "./lib"; new M().name',
    { imports: ["./lib"], value: "m" },
  ],
  "export all": [
    'export * from "./lib"; export * as l from "./lib"; l.default()',
    { imports: ["./lib"], value: "main" },
  ],
  "JSX's own functions": [
    "const a = 1; <b id={a}/>",
    {
      imports: ["react/jsx-runtime"],
      names: ["a"],
      value: { tag: "b", id: 1 },
      options: { ...options, extension: "tsx", options: { jsx: ts.JsxEmit.ReactJSX } },
    },
  ],
};

for (const [title, [cell, expected]] of Object.entries(rows)) {
  test(title, async () => {
    const compiled = new Notebook(expected.options ?? options).compile(cell);
    expect(compiled.imports).toEqual(expected.imports);
    if (expected.names) expect([...compiled.names].sort()).toEqual(expected.names);
    const value = await new Notebook(expected.options ?? options).run(cell);
    if ("value" in expected) expect(JSON.parse(JSON.stringify(value))).toEqual(expected.value);
  });
}

test("a binding changes with the module's, in later cells too", async () => {
  const notebook = new Notebook(options);
  state.count = 0;
  expect(await notebook.run('import { count, next } from "./lib"; next(); count')).toBe(1);
  expect(await notebook.run("next(); ({ count })")).toEqual({ count: 2 });
});

test("names that the modules' variables could take away", async () => {
  const notebook = new Notebook(options);
  expect(
    await notebook.run('import { count } from "./lib"; const $lib = 1, cell = 2; [typeof count, $lib, cell]'),
  ).toEqual(["number", 1, 2]);
});
