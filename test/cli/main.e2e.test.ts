import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/notebook/nbformat";
import { errorOf, espalier, notebook, root, runCells, temporaryFolder } from "../e2e/notebooks";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const example = (name: string): string => join("test", "examples", name);

describe("espalier", () => {
  it("answers at once: --help loads no command's code", async () => {
    const [hook, loaded] = [join(folder, "hook.cjs"), join(folder, "loaded.json")];
    const write = `require("fs").writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache)))`;
    writeFileSync(hook, `process.on("exit", () => ${write});`);
    const { code, stdout } = await espalier(["--help"], { env: { NODE_OPTIONS: `--require ${hook}` } }).ended;
    expect(code).toBe(0);
    for (const command of ["validate", "summary", "run", "page", "compare", "doctor", "kernel"])
      expect(stdout).toContain(`  ${command}`);
    const modules = JSON.parse(readFileSync(loaded, "utf8")) as string[];
    const dist = join(root, "dist");
    expect(modules).toContain(join(dist, "cli", "main.js"));
    const commands = modules.filter((file) => file.startsWith(join(dist, "cli", sep)));
    const isVerb = (file: string): boolean => basename(dirname(file)) === "verbs";
    const others = commands.filter((file) => !isVerb(file)).map((file) => basename(file));
    expect(others.sort()).toEqual(["main.js", "output.js"]);
    // Nothing of the library but what a message needs.
    const rooms = modules.filter((file) => file.startsWith(dist) && dirname(file) !== dist);
    expect(rooms.filter((file) => !file.startsWith(join(dist, "cli", sep)))).toEqual([
      join(dist, "files", "reason.js"),
    ]);
    const packages = /node_modules\/(?!commander\/)/;
    expect(modules.filter((file) => packages.test(file.slice(root.length).replaceAll(sep, "/")))).toEqual([]);
  });

  it("says what it does not know", async () => {
    const { code, stderr } = await espalier(["sumary"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Did you mean summary?");
    const option = await espalier(["run", "x.ipynb", "--timeout", "soon"]).ended;
    expect(option.stderr).toContain("It must be a number above 0.");
    const missing = await espalier(["run", "no-such.ipynb"]).ended;
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("no-such.ipynb");
    expect(missing.stderr).not.toContain("    at ");
  });
});

describe("espalier validate", () => {
  it("prints the problems of all files by line and exits 1", async () => {
    const { code, stdout } = await espalier([
      "validate",
      example("flat.graph.json"),
      example("bare-name_broken.graph.json"),
    ]).ended;
    expect(code).toBe(1);
    const [first, ...problems] = stdout.trimEnd().split("\n");
    expect(first).toBe(`${example("flat.graph.json")}: valid`);
    expect(problems.length).toBeGreaterThan(1);
    for (const line of problems)
      expect(line).toMatch(/^test\/examples\/bare-name_broken\.graph\.json:\d+:\d+ \//);
    expect(problems[0]).toContain('did you mean "eye"?');
  });

  it("validates experiments by the tutorial's own, and says when a file is not there", async () => {
    const experiment = join("notebooks", "specs", "pets.experiment.json");
    const good = await espalier(["validate", experiment]).ended;
    expect(good.code, good.stdout).toBe(0);
    const none = await espalier(["validate", "none.graph.json"]).ended;
    expect(none.code).toBe(1);
    expect(none.stdout).toContain("none.graph.json");
  });
});

describe("espalier summary", () => {
  it("prints the table of a graph, and one for each approach of an experiment", async () => {
    const one = await espalier(["summary", example("flat.graph.json")]).ended;
    expect(one.code, one.stderr).toBe(0);
    expect(one.stdout).toMatch(/parameters +FLOPs/);
    const all = await espalier(["summary", join("notebooks", "specs", "pets.experiment.json")]).ended;
    expect(all.stdout.match(/parameters +FLOPs/g)?.length).toBeGreaterThanOrEqual(4);
    const broken = await espalier(["summary", example("bare-name_broken.graph.json")]).ended;
    expect(broken.code).toBe(1);
    expect(broken.stdout).toBe("");
  });
});

describe("the library in a notebook", () => {
  it("is found from notebooks/, loads, and its types are checked", async () => {
    // As scripts/link-notebooks.mjs does it for notebooks/.
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "espalier"), "junction");
    const inside = await runCells(folder, [
      `import { readGraph, formatSummary } from "espalier";`,
      `console.log(formatSummary(readGraph(${JSON.stringify(join(root, example("flat.graph.json")))}).graph));`,
      `const wrong: string = readGraph("x").graph;`,
    ]);
    expect(inside.stdout).toContain("FLOPs");
    expect(errorOf(inside.cells[2])).toMatchObject({
      ename: "TypeScriptError",
      evalue: "1:7 - Type 'Graph' is not assignable to type 'string'. (TS2322)",
    });
  });
});

describe("espalier kernel", () => {
  it("says what stands in the way where it cannot write, without a stack", async () => {
    const file = join(folder, "taken");
    writeFileSync(file, "");
    const { code, stderr } = await espalier(["kernel", "install", "--prefix", file]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${join(file, "share", "jupyter", "kernels", "tslab")}: cannot be changed (ENOTDIR`,
    );
    expect(stderr).toContain("choose a folder of yours");
    expect(stderr).not.toContain("    at ");
  });
});

describe("espalier run", () => {
  it("says that a kernelspec is none, and where it lies", async () => {
    const kernels = join(folder, "data", "kernels");
    for (const [name, text] of [
      ["cut", "{"],
      ["bare", '{"display_name":"x"}'],
    ] as const) {
      mkdirSync(join(kernels, name), { recursive: true });
      writeFileSync(join(kernels, name, "kernel.json"), text);
      const file = join(folder, "x.ipynb");
      writeFileSync(file, formatNotebook(notebook(["1"])));
      const env = { JUPYTER_DATA_DIR: join(folder, "data") };
      const { code, stderr } = await espalier(["run", file, "--kernel", name], { env }).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(`${join(kernels, name, "kernel.json")}: this is no kernelspec`);
    }
  });
});
