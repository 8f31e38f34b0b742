import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatNotebook } from "../../../src/notebook/nbformat";
import { errorOf, espalier, folderForEachTest, notebook, runCells, streamText } from "../../e2e/notebooks";

const folder = folderForEachTest();

/** A file of tslab, as a cell writes its path. */
function tslabPart(file: string): string {
  return JSON.stringify(join(dirname(require.resolve("tslab/package.json")), file));
}

describe("espalier run: what it writes", () => {
  it("runs every cell and writes counts, streams and displays into the notebook", async () => {
    const {
      code,
      stdout,
      stderr,
      cells,
      notebook: written,
    } = await runCells(folder.path, [
      "let a = 20;\nconsole.log('hello');\nconsole.error('careful');",
      "a + 1",
      `process.stdout.write("10 %\\r");\nvoid process.stdout.write("100 %\\n");`,
      "console.log(process.cwd() === require('fs').realpathSync('.'), require('path').basename(process.cwd()));",
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("hello");
    expect(stderr).toContain("[4/4] ok");
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4]);
    expect(cells.map((cell) => cell.id)).toEqual(["a", "b", "c", "d"]);
    expect(streamText(cells[0])).toBe("hello\n");
    expect(streamText(cells[0], "stderr")).toBe("careful\n");
    expect(cells[1]?.outputs).toMatchObject([
      { output_type: "execute_result", execution_count: 2, data: { "text/plain": "21" } },
    ]);
    expect(streamText(cells[2])).toBe("100 %\n");
    expect(streamText(cells[3])).toContain(folder.path.split("/").at(-1));
    expect(written.metadata.language_info?.name).toBe("typescript");
    expect(readdirSync(folder.path)).toEqual(["notebook.ipynb"]);
  });

  it("updates displays from later cells, with several forms in one bundle", async () => {
    const { code, stderr, cells } = await runCells(folder.path, [
      `import * as tslab from "tslab";\nconst shown = tslab.newDisplay();\nshown.html("<b>one</b>");`,
      `shown.html("<b>two</b>");\ntslab.display.png(Buffer.from("png"));`,
      `const write = require(${tslabPart("dist/jupyter.js")}).lastWriteDisplayData;
write({ data: { "text/plain": "old" }, metadata: {}, transient: { display_id: "mine" } }, false);`,
      `require(${tslabPart("dist/jupyter.js")}).lastWriteDisplayData({
  data: { "text/plain": "new", "application/vnd.plotly.v1+json": { data: [] } },
  metadata: { a: 1 }, transient: { display_id: "mine" },
}, true);`,
    ]);
    expect(code, stderr).toBe(0);
    expect(cells[0]?.outputs).toEqual([
      { output_type: "display_data", data: { "text/html": "<b>two</b>" }, metadata: {} },
    ]);
    expect(cells[1]?.outputs).toEqual([
      { output_type: "display_data", data: { "image/png": "cG5n" }, metadata: {} },
    ]);
    expect(cells[2]?.outputs).toEqual([
      {
        output_type: "display_data",
        data: { "text/plain": "new", "application/vnd.plotly.v1+json": { data: [] } },
        metadata: { a: 1 },
      },
    ]);
    expect(cells[3]?.outputs).toEqual([]);
  });

  it("keeps all of 20,000 lines written without a pause", async () => {
    const { code, stderr, cells } = await runCells(folder.path, [
      "for (let i = 0; i < 20000; i++) console.log(i)",
      "console.log('next')",
    ]);
    expect(code, stderr).toBe(0);
    expect(streamText(cells[0])).toBe(Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join(""));
    expect(cells[0]?.outputs).toHaveLength(1);
    expect(streamText(cells[1])).toBe("next\n");
  });

  it("notices that a kernel lost output, as a plain tslab does: it ends, says so and exits 1", async () => {
    const kernels = join(folder.path, "jupyter", "kernels", "plain-tslab");
    mkdirSync(kernels, { recursive: true });
    writeFileSync(
      join(kernels, "kernel.json"),
      JSON.stringify({
        argv: [
          process.execPath,
          JSON.parse(tslabPart("bin/tslab")),
          "kernel",
          "--config-path",
          "{connection_file}",
        ],
        display_name: "plain tslab",
        language: "typescript",
      }),
    );
    const { code, stderr, cells } = await runCells(
      folder.path,
      ["for (let i = 0; i < 2000; i++) console.log(i)", "console.log('next')"],
      { kernel: "plain-tslab", env: { JUPYTER_PATH: join(folder.path, "jupyter") } },
    );
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("the kernel never said that it is done: messages were lost");
    expect(streamText(cells[0])).toContain("0\n1\n2\n");
    expect(errorOf(cells[0])?.ename).toBe("MessagesLost");
    expect(cells[1]?.outputs).toEqual([]);
  });

  it("refuses to start where it could not write", async () => {
    const file = join(folder.path, "notebook.ipynb");
    writeFileSync(file, formatNotebook(notebook(["console.log('ran')"])));
    const { code, stdout, stderr } = await espalier(["run", file, "--out", join(file, "out.ipynb")]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be written: ");
    expect(stdout).toBe("");
  });

  it("leaves the history of the user's own cells as it is", async () => {
    const env = { JUPYTER_DATA_DIR: join(folder.path, "history") };
    const { code } = await runCells(folder.path, ["1 + 1"], { env });
    expect(code).toBe(0);
    expect(existsSync(join(folder.path, "history", "espalier"))).toBe(false);
  });
});
