import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/compare/report/report";
import { errorOf, espalier, folderForEachTest, readNotebook, root, streamText } from "./notebooks";
import { nbclient, pythonWith, runPython } from "./python";

const tutorial = join(root, "notebooks", "01-three-approaches.ipynb");
const garments = process.env.ESPALIER_TEST_DATA
  ? join(process.env.ESPALIER_TEST_DATA, "fashion-900")
  : undefined;
const python = pythonWith("nbclient");
/** In a process of its own, with the shim that tfjs-node needs on Node 23 and later. */
const loadNative = `
  const util = require("node:util");
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  require("@tensorflow/tfjs-node");`;
const native = spawnSync(process.execPath, ["-e", loadNative], { cwd: root }).status === 0;

const folder = folderForEachTest();

/** Short settings: that everything runs is asked here, not how good it gets. */
const settings = ["--set", "seeds=1", "--set", "epochs=1"];

describe.each([
  ["wasm", true],
  ["native", native],
] as const)("the tutorial on %s", (backend, present) => {
  describe.each([
    ["synthetic images", undefined, true],
    [
      "real images (needs fashion-900 in ESPALIER_TEST_DATA)",
      garments,
      garments !== undefined && existsSync(garments),
    ],
  ] as const)("with %s", (_, data, there) => {
    const env = { ESPALIER_BACKEND: backend, ...(data !== undefined && { ESPALIER_DATA: data }) };

    it.skipIf(!present || !there)("runs under espalier run and writes its report", async () => {
      const [out, reportFile] = [join(folder.path, "out.ipynb"), join(folder.path, "report.json")];
      const ran = await espalier(["run", tutorial, "--out", out, ...settings], {
        env: { ...env, ESPALIER_REPORT: reportFile },
      }).ended;
      expect(ran.code, ran.stderr).toBe(0);
      const report = JSON.parse(readFileSync(reportFile, "utf8")) as Report;
      expect(report.machine.backend).toBe(backend);
      expect(report.approaches.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["flat", "cascade", "shared backbone", "alternating"]),
      );
      const figures = readNotebook(out)
        .cells.flatMap((cell) => cell.outputs)
        .filter(
          (output) =>
            output.output_type === "display_data" && "application/vnd.plotly.v1+json" in output.data,
        );
      expect(figures.length).toBeGreaterThan(5);
      for (const figure of figures) expect(figure).toHaveProperty(["data", "image/png"]);
    });

    it.skipIf(!present || !there || !python)("runs under Jupyter's nbclient", async () => {
      await espalier(["kernel", "install", "--prefix", folder.path]).ended;
      const [short, out] = [join(folder.path, "short.ipynb"), join(folder.path, "out.ipynb")];
      // The same settings, put in by a run that ends at once.
      await espalier(["run", tutorial, "--out", short, ...settings, "--timeout", "0.001"], { env }).ended;
      const ran = await runPython(python!, nbclient, [short, out, join(root, "notebooks")], {
        ...env,
        JUPYTER_PATH: join(folder.path, "share", "jupyter"),
      });
      expect(ran.code, ran.stderr).toBe(0);
      const { cells } = readNotebook(out);
      expect(cells.map(errorOf).filter(Boolean)).toEqual([]);
      expect(cells.filter((cell) => cell.execution_count === null)).toEqual([]);
    });
  });
});

describe("the tutorial under a plain tslab", () => {
  it.skipIf(!python)("runs as well", async () => {
    const place = join(folder.path, "share", "jupyter", "kernels", "tslab");
    const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, "kernel.json"),
      JSON.stringify({
        argv: [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"],
        display_name: "plain tslab",
        language: "typescript",
      }),
    );
    const [short, out] = [join(folder.path, "short.ipynb"), join(folder.path, "out.ipynb")];
    const env = { ESPALIER_BACKEND: "wasm" };
    await espalier(["run", tutorial, "--out", short, ...settings, "--timeout", "0.001"], { env }).ended;
    const ran = await runPython(python!, nbclient, [short, out, join(root, "notebooks")], {
      ...env,
      JUPYTER_PATH: join(folder.path, "share", "jupyter"),
    });
    expect(ran.code, ran.stderr).toBe(0);
    const figures = readNotebook(out)
      .cells.flatMap((cell) => cell.outputs)
      .filter((output) => output.output_type === "display_data" && "image/png" in output.data);
    expect(figures.length).toBeGreaterThan(5);
  });
});

describe("the notebook of alternating branches", () => {
  const alternating = join(root, "notebooks", "02-alternating-branches.ipynb");

  it.each([
    ["wasm", true],
    ["native", native],
  ] as const)("runs on %s, and shows what moves when", async (backend, present) => {
    if (!present) return;
    const out = join(folder.path, "out.ipynb");
    const env = { ESPALIER_BACKEND: backend };
    const ran = await espalier(["run", alternating, "--out", out, ...settings], { env }).ended;
    expect(ran.code, ran.stderr).toBe(0);
    const { cells } = readNotebook(out);
    expect(cells.map(errorOf).filter(Boolean)).toEqual([]);
    expect(cells.map((cell) => streamText(cell)).join("")).toContain(
      'sample 10: its "type" is "flaot", which is none of float and int; did you mean "float"?',
    );
    const figures = cells
      .flatMap((cell) => cell.outputs)
      .filter(
        (output) => output.output_type === "display_data" && "application/vnd.plotly.v1+json" in output.data,
      );
    expect(figures).toHaveLength(6);
    for (const figure of figures) expect(figure).toHaveProperty(["data", "image/png"]);
  });

  it("is committed with its outputs", () => {
    const { cells } = readNotebook(alternating);
    expect(cells.filter((cell) => cell.execution_count === null)).toEqual([]);
    expect(cells.map(errorOf).filter(Boolean)).toEqual([]);
  });
});
