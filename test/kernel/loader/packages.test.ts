import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLoader } from "../../../kernel-ext/kernel/src/loader";
import type { Loader } from "../../../kernel-ext/kernel/src/loader";
import { Project } from "./project";

let project: Project;

beforeEach(() => {
  project = new Project();
});
afterEach(() => {
  project.remove();
});

/** A loader for a notebook in the project's folder `notebooks`. */
const loader = (): Loader => createLoader({ folder: project.path("notebooks") });

async function statically(specifier: string, from = loader()): Promise<Readonly<Record<string, unknown>>> {
  await from.load([specifier]);
  return from.namespace(specifier);
}

const esmOnly = {
  "node_modules/esm-only/package.json": {
    name: "esm-only",
    type: "module",
    exports: { ".": { import: "./main.js" }, "./sub": { import: "./sub.js" }, "./json": "./data.json" },
  },
  "node_modules/esm-only/main.js": `export const a = 1; export default "main"; export * as sub from "./sub.js";`,
  "node_modules/esm-only/sub.js": `export const s = { unique: true };`,
  "node_modules/esm-only/data.json": { answer: 42 },
};

describe("a package that is for import only", () => {
  it("is imported statically and dynamically, with its subpaths, as one instance", async () => {
    project.write(esmOnly);
    const cells = loader();
    const main = await statically("esm-only", cells);
    expect(main).toMatchObject({ a: 1, default: "main" });
    const sub = await cells.import("esm-only/sub");
    expect(sub.s).toBe((main.sub as { s: unknown }).s);
    expect(await statically("esm-only/json", cells)).toMatchObject({ answer: 42, default: { answer: 42 } });
  });

  it("can be required once it was imported; before, the error says to import it", async () => {
    project.write(esmOnly);
    const cells = loader();
    expect(() => cells.require("esm-only") as unknown).toThrow(/await import\("esm-only"\)/);
    const { a } = await cells.import("esm-only");
    expect((cells.require("esm-only") as { a: unknown }).a).toBe(a);
  });

  it("hides what its exports do not name", async () => {
    project.write(esmOnly);
    await expect(loader().import("esm-only/main.js")).rejects.toThrow(/not defined by "exports"/);
  });

  it("is found under a name that is not its own", async () => {
    project.write({
      "node_modules/alias/package.json": { name: "real", type: "module", exports: { import: "./main.js" } },
      "node_modules/alias/main.js": "export default 7;",
    });
    expect((await loader().import("alias")).default).toBe(7);
  });
});

describe("one instance", () => {
  it("of a package that has both forms, however it is imported", async () => {
    project.write({
      "node_modules/dual/package.json": {
        name: "dual",
        exports: { import: "./main.mjs", require: "./main.cjs" },
      },
      "node_modules/dual/main.mjs": "export const state = {};",
      "node_modules/dual/main.cjs": "exports.state = {};",
    });
    const cells = loader();
    const { state } = await statically("dual", cells);
    expect((await cells.import("dual")).state).toBe(state);
    expect((cells.require("dual") as { state: unknown }).state).toBe(state);
  });

  it("of an ES module that require can load, too", async () => {
    project.write({
      "node_modules/esm/package.json": { name: "esm", type: "module", main: "main.js" },
      "node_modules/esm/main.js": "export const state = {};",
    });
    const cells = loader();
    const { state } = cells.require("esm") as { state: unknown };
    expect((await cells.import("esm")).state).toBe(state);
  });
});

describe("CommonJS", () => {
  it("comes as a namespace with default, live, and what it exports later", async () => {
    project.write({
      "node_modules/plain/index.js": `exports.count = 0; exports.up = () => { exports.count += 1; exports.late = true; };`,
    });
    const cells = loader();
    const plain = await statically("plain", cells);
    expect(plain.default).toBe(cells.require("plain"));
    (plain.up as () => void)();
    expect(plain.count).toBe(1);
    expect((await statically("plain", cells)).late).toBe(true);
  });

  it("keeps a default of its own where it was an ES module once", async () => {
    project.write({
      "node_modules/transpiled/index.js": `exports.__esModule = true; exports.default = 5; exports.x = 1;`,
    });
    const transpiled = await statically("transpiled");
    expect(transpiled).toMatchObject({ default: 5, x: 1 });
  });

  it("may export a function, or an object with methods from its class", async () => {
    project.write({
      "node_modules/function/index.js": `module.exports = () => 1; module.exports.extra = 2;`,
      "node_modules/object/index.js": `module.exports = new (class { #x = 3; get() { return this?.#x; } get x() { return this.#x; } })();`,
      "node_modules/null/index.js": `module.exports = null;`,
    });
    const called = await statically("function");
    expect((called.default as () => number)()).toBe(1);
    expect(called.extra).toBe(2);
    expect((await statically("object")).x).toBe(3);
    expect(await statically("null")).toEqual({ default: null });
  });
});

describe("an ES module with top-level await", () => {
  it("is awaited", async () => {
    project.write({
      "node_modules/waits/package.json": { name: "waits", type: "module", exports: "./main.js" },
      "node_modules/waits/main.js": "export const value = await Promise.resolve(8);",
      "notebooks/local.mjs": "export const value = await Promise.resolve(9);",
    });
    expect((await statically("waits")).value).toBe(8);
    expect((await loader().import("./local.mjs")).value).toBe(9);
  });
});

describe("where packages are found", () => {
  it("in the notebook's folder before the project's, and up from there", async () => {
    project.write({
      "notebooks/node_modules/near/index.js": "module.exports = 'notebook';",
      "node_modules/near/index.js": "module.exports = 'project';",
      "node_modules/@scope/far/package.json": { main: "lib/main.js" },
      "node_modules/@scope/far/lib/main.js": "module.exports = 'hoisted';",
      "node_modules/@scope/far/lib/other.js": "module.exports = 'other';",
    });
    expect((await statically("near")).default).toBe("notebook");
    expect((await statically("@scope/far")).default).toBe("hoisted");
    expect((await statically("@scope/far/lib/other")).default).toBe("other");
  });

  it("among Espalier's own from anywhere, also Espalier itself, as the instance that Node gives", async () => {
    const own = createRequire(__filename);
    expect((await statically("jsonc-parser")).default ?? own("jsonc-parser")).toBe(own("jsonc-parser"));
    const resolved = loader().require.resolve("espalier");
    expect(resolved).toBe(join(__dirname, "..", "..", "..", "dist", "index.js"));
  });

  it("in the given folders, in order", async () => {
    project.write({
      "one/node_modules/a/index.js": "module.exports = 1;",
      "two/node_modules/a/index.js": "module.exports = 2;",
      "two/node_modules/b/index.js": "module.exports = 2;",
    });
    const bases = [project.path("one"), project.path("two")];
    const cells = createLoader({ folder: project.path("notebooks"), bases });
    expect((await statically("a", cells)).default).toBe(1);
    expect((await statically("b", cells)).default).toBe(2);
  });

  it("as the project's own name and #imports say", async () => {
    project.write({
      "package.json": {
        name: "my-project",
        exports: "./main.js",
        imports: { "#tools": "./tools.js", "#esm": { import: "./tools.mjs" } },
      },
      "main.js": "module.exports = 'itself';",
      "tools.js": "module.exports = 'tools';",
      "tools.mjs": "export default 'module';",
    });
    expect((await statically("my-project")).default).toBe("itself");
    expect((await statically("#tools")).default).toBe("tools");
    expect((await statically("#esm")).default).toBe("module");
  });

  it("in the folders of NODE_PATH, where Node itself imports nothing from", async () => {
    project.write({
      "shared/plain/index.js": "module.exports = 1;",
      "shared/shared-module/package.json": {
        name: "shared-module",
        type: "module",
        exports: { import: "./main.js" },
      },
      "shared/shared-module/main.js": "export default 2;",
    });
    const { _initPaths: readNodePath } = Module as unknown as { _initPaths: () => void };
    vi.stubEnv("NODE_PATH", project.path("shared"));
    readNodePath();
    try {
      expect((await statically("plain")).default).toBe(1);
      expect((await statically("shared-module")).default).toBe(2);
    } finally {
      vi.unstubAllEnvs();
      readNodePath();
    }
  });

  it("is replaced where the host says so", async () => {
    const replacement = { display: (): number => 1 };
    const cells = createLoader({ folder: project.folder, replacements: { tslab: () => replacement } });
    expect(cells.require("tslab")).toBe(replacement);
    expect((await statically("tslab", cells)).display).toBe(replacement.display);
  });
});

describe("a package that is missing", () => {
  it("is named, with where was looked and what to do", async () => {
    project.write({ "package.json": {} });
    const error = await loader()
      .import("@scope/missing-package/sub")
      .then(String, (reason: unknown) => reason);
    expect(error).toMatchObject({ name: "ModuleNotFoundError", code: "MODULE_NOT_FOUND" });
    const { message } = error as Error;
    expect(message).toContain(`"@scope/missing-package"`);
    expect(message).toContain(project.path("notebooks"));
    expect(message).toContain(`npm install @scope/missing-package   in ${project.folder}`);
  });

  it("is found when it has been installed, CommonJS and ES module alike", async () => {
    project.write({ "node_modules/other/index.js": "", "notebooks/node_modules/other/index.js": "" });
    const cells = loader();
    await expect(cells.load(["comes-later"])).rejects.toThrow("comes-later");
    await expect(cells.import("esm-later")).rejects.toThrow("esm-later");
    project.write({
      "node_modules/comes-later/package.json": { main: "lib.js" },
      "node_modules/comes-later/lib.js": "module.exports = 1;",
      "notebooks/node_modules/esm-later/package.json": {
        name: "esm-later",
        type: "module",
        exports: { import: "./lib.js" },
      },
      "notebooks/node_modules/esm-later/lib.js": "export default 2;",
    });
    expect((await statically("comes-later", cells)).default).toBe(1);
    expect((await cells.import("esm-later")).default).toBe(2);
  });

  it("inside another package is told as Node tells it", async () => {
    project.write({ "node_modules/needs/index.js": "require('not-there');" });
    await expect(statically("needs")).rejects.toThrow(/Cannot find module 'not-there'[\s\S]*needs/);
  });

  it("in part is not mistaken for a whole one that is missing", async () => {
    project.write({ "node_modules/part/index.js": "" });
    await expect(statically("part/nothing")).rejects.toThrow(/part has nothing that "part\/nothing" names/);
  });
});
