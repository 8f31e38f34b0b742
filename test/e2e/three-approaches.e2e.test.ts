/* The tutorial's first notebook, run on real images by our runner and by Jupyter's own, on each backend. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/compare";
import { formatNotebook, textOf, type Notebook } from "../../src/export/nbformat";
import { realData } from "../data/real-data";
import { espalier, readNotebook, root, temporaryFolder } from "./notebooks";

const notebooks = join(root, "notebooks");
const source = join(notebooks, "01-three-approaches.ipynb");
const fashion = realData("fashion-900");
const native = existsSync(join(root, "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node"));
const python = process.env["ESPALIER_PYTHON"] ?? join(root, ".espalier/lab/bin/python");
const nbclient = spawnSync(python, ["-c", "import nbclient"]).status === 0;

let folder: string;
let remove: () => void;
beforeAll(() => {
  ({ path: folder, remove } = temporaryFolder());
});
afterAll(() => {
  remove();
});

const surroundings = (backend: string, report: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ESPALIER_BACKEND: backend,
  ESPALIER_DATA: fashion,
  ESPALIER_REPORT: report,
});

/** Everything that a reader of the executed notebook and its report counts on. */
function expectWhole(executed: Notebook, report: Report, backend: string): void {
  const outputs = executed.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  expect(outputs.filter(({ output_type }) => output_type === "error")).toEqual([]);
  const figures = outputs.flatMap((output) =>
    "data" in output && "application/vnd.plotly.v1+json" in output.data ? [output.data] : [],
  );
  expect(figures.length).toBeGreaterThanOrEqual(8);
  for (const data of figures) expect(data["image/png"], "a still image beside the figure").toBeTruthy();
  const said = outputs.map((output) => ("text" in output ? textOf(output.text) : "")).join("");
  expect(said).toContain("900 images; a row each: t-shirt, trouser");
  expect(said).toContain("Best was");

  expect(report.machine.backend).toBe(backend);
  expect(report.approaches.map(({ name }) => name)).toEqual([
    "flat",
    "cascade",
    "shared backbone",
    "alternating",
  ]);
  expect(report.task.groups["shoes"]).toEqual(["sandal", "sneaker", "ankle boot"]);
  // Three epochs are few, but ten classes by chance would be 0.1.
  for (const { accuracy } of report.runs) expect(accuracy.whole).toBeGreaterThan(0.3);
}

const read = (file: string): Report => JSON.parse(readFileSync(file, "utf8")) as Report;

describe.each([
  ["wasm", true],
  ["native", native],
] as const)("notebook 01 on Fashion-MNIST images, backend %s", (backend, there) => {
  it.skipIf(!fashion || !there)("runs under espalier run", async () => {
    const out = join(folder, `run-${backend}.ipynb`);
    const report = join(folder, `run-${backend}.json`);
    const { code, stdout, stderr } = await espalier(
      ["run", source, "--out", out, "--set", "seeds=1", "--set", "epochs=3"],
      { env: surroundings(backend, report) },
    ).ended;
    expect(code, stdout.slice(-3000) + stderr.slice(-3000)).toBe(0);
    expectWhole(readNotebook(out).notebook, read(report), backend);
  });

  it.skipIf(!fashion || !there || !nbclient)("runs under Jupyter's nbclient", () => {
    const short = readNotebook(source).notebook;
    for (const cell of short.cells) {
      if (!cell.metadata.tags?.includes("parameters")) continue;
      cell.source = textOf(cell.source)
        .replace(/seeds = \d+/, "seeds = 1")
        .replace(/epochs = \d+/, "epochs = 3");
    }
    const file = join(folder, `nbclient-${backend}.ipynb`);
    const report = join(folder, `nbclient-${backend}.json`);
    writeFileSync(file, formatNotebook(short));
    const program = [
      "import sys, nbformat, nbclient",
      "notebook = nbformat.read(sys.argv[1], 4)",
      "nbclient.NotebookClient(notebook, timeout=600, resources={'metadata': {'path': sys.argv[2]}}).execute()",
      "nbformat.write(notebook, sys.argv[1])",
    ].join("\n");
    const ran = spawnSync(python, ["-c", program, file, notebooks], {
      encoding: "utf8",
      env: surroundings(backend, report),
    });
    expect(ran.status, ran.stderr.slice(-3000)).toBe(0);
    expectWhole(readNotebook(file).notebook, read(report), backend);
  });
});
