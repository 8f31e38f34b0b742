import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/compare/report/report";
import { errorOf, espalier, folderForEachTest, readNotebook, root, streamText } from "./notebooks";
import { nbclient, pythonWith, runPython } from "./python";

const tutorial = join(root, "notebooks", "01-three-approaches.ipynb");
const layers = join(root, "notebooks", "03-conditional-layers.ipynb");
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

/** Committed notebooks show what they do without being run. */
function expectOutputs(file: string): void {
  const { cells } = readNotebook(file);
  expect(cells.filter((cell) => cell.execution_count === null)).toEqual([]);
  expect(cells.map(errorOf).filter(Boolean)).toEqual([]);
}

/** Plotly figures, each of which has its picture. */
function expectFigures(cells: ReturnType<typeof readNotebook>["cells"], count: number): void {
  const figures = cells
    .flatMap((cell) => cell.outputs)
    .filter(
      (output) => output.output_type === "display_data" && "application/vnd.plotly.v1+json" in output.data,
    );
  expect(figures).toHaveLength(count);
  for (const figure of figures) expect(figure).toHaveProperty(["data", "image/png"]);
}

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

    // The kernel is one and the same: with each backend and each data it is asked once.
    if ((backend === "wasm") !== (data === undefined)) return;
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

describe("under a plain tslab and nbclient", () => {
  it.skipIf(!python).each([
    ["the tutorial", tutorial],
    ["the notebook of layers of one's own", layers],
  ])("%s runs as well", async (_, notebook) => {
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
    await espalier(["run", notebook, "--out", short, ...settings, "--timeout", "0.001"], { env }).ended;
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
    expectFigures(cells, 6);
  });

  it("is committed with its outputs", () => {
    expectOutputs(alternating);
  });
});

describe("the notebook of layers of one's own", () => {
  /** What its checks say, one after another: those of gradients, then those of all promises. */
  function expectVerdicts(cells: ReturnType<typeof readNotebook>["cells"]): void {
    const texts = cells
      .flatMap((cell) => cell.outputs)
      .flatMap((output) =>
        output.output_type === "display_data" ? [[output.data["text/plain"]].flat().join("")] : [],
      );
    const verdicts = texts.flatMap(
      (text) => /^(?:Gradients of|What) (mine:[\w-]+)[^]*\n(.*)\s*$/.exec(text)?.slice(1).join(": ") ?? [],
    );
    expect(verdicts).toEqual([
      "mine:obvious-sum: Wrong: input 0.",
      "mine:running-sum: All gradients agree with finite differences.",
      "mine:stepped-sum: All gradients agree with finite differences.",
      "mine:batch-sum: Broken: batch of one, rows apart.",
      "mine:running-sum: Everything that was asked is kept.",
      "mine:hard-mean: All gradients agree with finite differences.",
      "mine:soft-mean: All gradients agree with finite differences.",
      "mine:learning-mean: Wrong: weight theta.",
    ]);
    const said = cells.map((cell) => streamText(cell)).join("");
    for (const text of [
      "gradient function not found for Greater",
      "20 of the 20 articles have kept the price",
      "one-hot times what comes back, 3 rows of 5: mine:pick-broadcast: its gradient fails",
      "one-hot times what comes back, 5 rows of 5: WRONG",
      "the same, row by row, 5 rows of 5: agrees",
      '/nodes/total/layers/0/abve: there is no option "abve" here; did you mean "above"?',
      "Opened: the same answers.",
      'bill.safetensors: the model needs the layer "mine:running-sum", not defined here',
    ])
      expect(said).toContain(text);
  }

  it.each([
    ["wasm", true],
    ["native", native],
  ] as const)("runs on %s, and says of each gradient what is so", async (backend, present) => {
    if (!present) return;
    const out = join(folder.path, "out.ipynb");
    const ran = await espalier(["run", layers, "--out", out, ...settings], {
      env: { ESPALIER_BACKEND: backend },
    }).ended;
    expect(ran.code, ran.stderr).toBe(0);
    const { cells } = readNotebook(out);
    expect(cells.map(errorOf).filter(Boolean)).toEqual([]);
    expectVerdicts(cells);
    expectFigures(cells, 6);
  });

  it("is committed with its outputs, which say the same", () => {
    expectOutputs(layers);
    const { cells } = readNotebook(layers);
    expectVerdicts(cells);
    expectFigures(cells, 6);
  });
});
