import { symlinkSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLoader } from "../../../kernel-ext/kernel/src/loader";
import type { Loader } from "../../../kernel-ext/kernel/src/loader";
import { Project } from "./project";

let project: Project;
let cells: Loader;

beforeEach(() => {
  project = new Project();
  cells = createLoader({ folder: project.folder });
});
afterEach(() => {
  project.remove();
});

async function statically(specifier: string): Promise<Readonly<Record<string, unknown>>> {
  await cells.load([specifier]);
  return cells.namespace(specifier);
}

const rejection = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail("nothing was thrown"),
    (reason: unknown) => reason as Error,
  );

describe("files", () => {
  it("by relative path, absolute path and URL are one instance", async () => {
    project.write({ "lib/tool.js": "exports.state = {};" });
    const { state } = await statically("./lib/tool");
    expect((await statically("./lib/tool.js")).state).toBe(state);
    expect((await cells.import(project.path("lib/tool.js"))).state).toBe(state);
    expect((await cells.import(pathToFileURL(project.path("lib/tool.js")).href)).state).toBe(state);
  });

  it("may be JSON, with an import attribute or without", async () => {
    project.write({ "data.json": { rows: [1, 2] } });
    expect((await statically("./data.json")).rows).toEqual([1, 2]);
    const imported = await cells.import("./data.json", { with: { type: "json" } });
    expect(imported.default).toEqual({ rows: [1, 2] });
    const inline = await cells.import(`data:application/json,{"a":1}`, { with: { type: "json" } });
    expect(inline.default).toEqual({ a: 1 });
  });

  it("may be data: URLs and built-in modules", async () => {
    expect((await cells.import("data:text/javascript,export default 3")).default).toBe(3);
    const { readFileSync } = await statically("node:fs");
    expect((await statically("fs")).readFileSync).toBe(readFileSync);
    await expect(statically("node:nothing")).rejects.toThrow(/node:nothing/);
  });

  it("are loaded once more where a query says so", async () => {
    project.write({ "once.mjs": "export const state = {};" });
    const first = await cells.import("./once.mjs?1");
    expect((await cells.import("./once.mjs?2")).state).not.toBe(first.state);
  });

  it("that are missing are named, with the folder", async () => {
    const error = await rejection(cells.import("./nothing"));
    expect(error.message).toContain(`"./nothing" from ${project.folder}`);
  });
});

describe("a file that fails", () => {
  it.each([
    ["CommonJS", "broken.cjs", "exports.a = 1;"],
    ["an ES module", "broken.mjs", "export const a = 1;"],
  ])(
    "as %s with a syntax error is named with its line, and loads when it is right",
    async (_, file, right) => {
      project.write({ [file]: "\n\nlet wrong = ;" });
      const error = await rejection(cells.load([`./${file}`]));
      expect(error).toBeInstanceOf(SyntaxError);
      expect(error.stack).toContain(`${file}:3\nlet wrong = ;`);
      project.write({ [file]: right });
      expect((await statically(`./${file}`)).a).toBe(1);
    },
  );

  it("in a file that an ES module imports is named, too", async () => {
    project.write({ "outer.mjs": `import "./inner.mjs";`, "inner.mjs": "\nlet wrong = ;" });
    expect((await rejection(cells.import("./outer.mjs"))).stack).toContain("inner.mjs:2\n");
  });

  it.each([
    ["CommonJS", "throws.cjs", "exports.a = 1;"],
    ["an ES module", "throws.mjs", "export const a = 1;"],
  ])("as %s that throws runs again at the next import", async (_, file, right) => {
    project.write({ [file]: "throw new RangeError('mine');" });
    await expect(cells.load([`./${file}`])).rejects.toThrow(RangeError);
    await expect(cells.load([`./${file}`])).rejects.toThrow(RangeError);
    project.write({ [file]: right });
    expect((await statically(`./${file}`)).a).toBe(1);
  });

  it("as JSON is named", async () => {
    project.write({ "broken.json": `{"a":}` });
    expect((await rejection(cells.load(["./broken.json"]))).message).toContain("broken.json");
  });
});

describe("side outputs", () => {
  const add = (files: Record<string, string>): void => {
    cells.addSideOutputs(Object.entries(files).map(([name, data]) => ({ path: project.path(name), data })));
  };

  it.each(["./lib/tool", "./lib/tool.ts", "./lib/tool.js", "./lib"])("are found as %s", async (specifier) => {
    project.write({ "lib/tool.ts": "", "lib/index.ts": "" });
    add({ "lib/tool.js": "exports.a = 1;", "lib/index.js": `exports.a = require("./tool").a;` });
    expect((await statically(specifier)).a).toBe(1);
    expect((cells.require(specifier) as { a: number }).a).toBe(1);
  });

  it("see files, packages and each other, also in a circle", async () => {
    project.write({
      "lib/plain.js": "exports.p = __filename;",
      "node_modules/package/index.js": "module.exports = 'package';",
    });
    add({
      "lib/a.js": `exports.a = 1; exports.b = require("./b").b; exports.p = require("./plain").p;`,
      "lib/b.js": `exports.b = require("./a").a + 1; exports.k = require("package"); exports.name = __filename;`,
    });
    expect(await statically("./lib/a")).toMatchObject({ a: 1, b: 2, p: project.path("lib/plain.js") });
    expect(await statically("./lib/b")).toMatchObject({ k: "package", name: project.path("lib/b.js") });
  });

  it("that changed are loaded anew, with those that are built on them, and no others", async () => {
    add({
      "base.js": "exports.base = 1;",
      "middle.js": `exports.middle = require("./base").base * 10;`,
      "other.js": "exports.state = {};",
    });
    expect((await statically("./middle")).middle).toBe(10);
    const { state } = await statically("./other");
    add({ "base.js": "exports.base = 2;", "other.js": "exports.state = {};" });
    expect((await statically("./middle")).middle).toBe(20);
    expect((await statically("./other")).state).toBe(state);
  });

  it("that throw are not kept as loaded", async () => {
    add({ "bad.js": "exports.a = 1;\nthrow new TypeError('no');" });
    await expect(cells.load(["./bad"])).rejects.toThrow(TypeError);
    await expect(cells.load(["./bad"])).rejects.toThrow(TypeError);
    add({ "bad.js": "exports.a = 2;" });
    expect((await statically("./bad")).a).toBe(2);
  });

  it("may import what only import can load, with top-level await or without", async () => {
    project.write({
      "node_modules/esm-only/package.json": {
        name: "esm-only",
        type: "module",
        exports: { import: "./main.js" },
      },
      "node_modules/esm-only/main.js": "export const a = 1;",
      "waits.mjs": "export const w = await Promise.resolve(2);",
    });
    add({
      "outer.js": `exports.sum = require("./inner").a + require("./waits.mjs").w;`,
      "inner.js": `exports.a = require("esm-only").a;`,
    });
    expect((await statically("./outer")).sum).toBe(3);
  });

  it("are found through links", async () => {
    project.write({ "real/tool.ts": "" });
    symlinkSync(project.path("real"), project.path("linked"), "junction");
    add({ "real/tool.js": "exports.a = 1;" });
    expect((await statically("./linked/tool")).a).toBe(1);
  });

  it("import while they run, too: each other, files, and what is for import only", async () => {
    project.write({ "lib/waits.mjs": "export const w = await Promise.resolve(2);" });
    add({
      "lib/outer.js": `exports.sum = async () =>
        (await require.import("./inner")).a + (await require.import("./waits.mjs")).w;`,
      "lib/inner.js": "exports.a = 1;",
    });
    const { sum } = (await statically("./lib/outer")) as { sum: () => Promise<number> };
    expect(await sum()).toBe(3);
  });

  it("may start an import before they require what must be waited for", async () => {
    project.write({ "waits.mjs": "export const w = await Promise.resolve(2);" });
    add({
      "outer.js": `const inner = require.import("./inner"); exports.w = require("./waits.mjs").w; exports.inner = inner;`,
      "inner.js": "exports.a = 1;",
    });
    expect((await statically("./outer")).w).toBe(2);
  });

  it("are not mistaken for an ES module of the same name", async () => {
    project.write({ "tool.mjs": "export const a = 2;" });
    add({ "tool.js": "exports.a = 1;" });
    expect((await statically("./tool.mjs")).a).toBe(2);
    expect((await statically("./tool")).a).toBe(1);
  });

  it("stand for tsconfig's paths and #imports", async () => {
    project.write({
      "package.json": { imports: { "#lib/*": "./lib/*.ts" } },
      "lib/tool.ts": "export const a: number = 1;",
    });
    cells = createLoader({
      folder: project.folder,
      sideOutputs: [{ path: project.path("lib/tool.js"), data: "exports.a = 1;" }],
      paths: () => ({ paths: { "@/*": ["./gone/*", "./lib/*"] }, pathsBasePath: project.folder }),
    });
    expect((await statically("@/tool")).a).toBe(1);
    expect((await statically("#lib/tool")).a).toBe(1);
    project.write({ "gone/plain.js": "exports.a = 2;" });
    expect((await statically("@/plain")).a).toBe(2);
    await expect(statically("@/nothing")).rejects.toThrow(`cannot find the package "@/nothing"`);
  });

  it.skipIf(Reflect.get(process.features, "typescript"))(
    "that the compiler does not know of are told from missing files",
    async () => {
      project.write({ "lib.ts": "export const a: number = 1;" });
      expect((await rejection(cells.import("./lib.ts"))).message).toContain("not compiled with the cell");
    },
  );
});
