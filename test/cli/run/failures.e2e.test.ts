import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatNotebook } from "../../../src/notebook/nbformat";
import { errorOf, espalier, folderForEachTest, notebook, runCells, streamText } from "../../e2e/notebooks";
import { untilTheKernelEnds } from "./cells";

const folder = folderForEachTest();

describe("espalier run: what fails", () => {
  it("stops at the cell that fails, shows its line, stores what ran", async () => {
    const { code, stdout, stderr, cells } = await runCells(folder.path, [
      "interface Point {\n  x: number;\n}\nfunction twice(n: number) {\n  if (n > 2) throw new RangeError(`${n} is too big`);\n  return 2 * n;\n}",
      `import * as fs from "node:fs";
import type { Stats } from "node:fs";

// a comment
const point: Point = { x: 3 };

console.log("before", fs.existsSync("."));
const result = twice(point.x);
console.log("after", result);`,
      "console.log('never')",
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain("before");
    expect(stdout).not.toContain("never");
    expect(stderr).toContain("cell 2 of 3, line 8 (id b) failed:\nRangeError: 3 is too big");
    expect(stderr).toContain("> 8 | const result = twice(point.x);");
    expect(streamText(cells[1])).toBe("before true\n");
    expect(streamText(cells[1], "stderr")).toBe("");
    expect(errorOf(cells[1])).toMatchObject({ ename: "RangeError", evalue: "3 is too big" });
    expect(errorOf(cells[1])?.traceback.join("\n")).not.toContain("node_modules");
    expect(cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  it("finds the line of an error after an await, and takes a thrown value that is no error", async () => {
    const late = await runCells(folder.path, [
      "console.error('a warning');\nawait Promise.resolve(1);\n\nthrow new TypeError('late');",
    ]);
    expect(late.stderr).toContain("cell 1 of 1, line 4 (id a) failed:\nTypeError: late");
    expect(streamText(late.cells[0], "stderr")).toBe("a warning\n");
    const text = await runCells(folder.path, ["throw 'just a text';"]);
    expect(text.code).toBe(1);
    expect(errorOf(text.cells[0])).toMatchObject({ ename: "Uncaught", evalue: "just a text" });
  });

  it("shows a type error at its place in the cell", async () => {
    const { code, stderr, cells } = await runCells(folder.path, [
      "const width: number = 1;\nconst name: string = width;",
      "console.log('never')",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("cell 1 of 2, line 2 (id a) failed:");
    expect(stderr).toContain("> 2 | const name: string = width;\n    |       ^");
    expect(errorOf(cells[0])).toMatchObject({
      ename: "TypeScriptError",
      evalue: "2:7 - Type 'number' is not assignable to type 'string'. (TS2322)",
    });
    expect(streamText(cells[0], "stderr")).toBe("");
  });

  it("runs the cell after an expected error", async () => {
    const { code, stderr, cells } = await runCells(folder.path, [
      { source: "throw new Error('expected')", metadata: { tags: ["raises-exception"] } },
      "console.log('ran')",
      { source: "console.log('left out')", metadata: { tags: ["skip-execution"] } },
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("[1/2] failed, as it should");
    expect(errorOf(cells[0])).toMatchObject({ evalue: "expected" });
    expect(streamText(cells[1])).toBe("ran\n");
    expect(cells[2]?.outputs).toEqual([]);
  });

  it("notices that the kernel ended in the middle", async () => {
    const { code, stderr, cells } = await runCells(folder.path, [
      "console.log('fine')",
      "process.exit(3)",
      "console.log('never')",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("the cell ended the kernel with process.exit(3)");
    expect(streamText(cells[0])).toBe("fine\n");
    expect(cells[2]?.outputs).toEqual([]);
    const killed = await runCells(folder.path, [
      "console.log('fine')",
      "process.kill(process.pid, 'SIGKILL')",
    ]);
    expect(killed.code).toBe(1);
    expect(killed.stderr).toContain(
      "cell 2 of 2 (id b) failed:\nKernelDied: the kernel ended in this cell (killed by SIGKILL)",
    );
    expect(errorOf(killed.cells[1])?.ename).toBe("KernelDied");
  });

  it("ends a cell that takes too long, computing or waiting", async () => {
    const spinning = await outOfTime("while (true);");
    expect(spinning.evalue).toBe(`the cell took longer than ${spinning.seconds} s`);
    expect(spinning.stderr).toContain("cell 1 of 1, line 2 (id a) failed:");
    const waiting = await outOfTime("await new Promise((end) => setTimeout(end, 1e6));");
    expect(waiting.evalue).toBe(`the cell took longer than ${waiting.seconds} s`);
    const deaf = await outOfTime(untilTheKernelEnds);
    expect(deaf.evalue).toContain("did not end when it was interrupted");
  });

  /** Runs a cell that does not end, with more and more time until that is enough to get into it. */
  async function outOfTime(code: string): Promise<{ seconds: number; evalue: string; stderr: string }> {
    for (const seconds of [5, 20, 80]) {
      const {
        code: exit,
        stderr,
        cells,
      } = await runCells(folder.path, [`console.log("in");\n${code}`], {
        arguments: ["--timeout", String(seconds)],
      });
      const { ename, evalue } = errorOf(cells[0])!;
      expect([exit, ename]).toEqual([1, "TimeoutError"]);
      if (streamText(cells[0]) === "in\n") return { seconds, evalue, stderr };
    }
    throw new Error("no cell was begun in 80 s");
  }

  it("says what is wrong with a kernel that does not start, and leaves the notebook as it is", async () => {
    const kernels = join(folder.path, "jupyter", "kernels", "broken");
    mkdirSync(kernels, { recursive: true });
    const argv = [process.execPath, "-e", "console.error('no such compiler'); process.exit(7)"];
    writeFileSync(join(kernels, "kernel.json"), JSON.stringify({ argv, display_name: "x", language: "x" }));
    const file = join(folder.path, "notebook.ipynb");
    const text = formatNotebook(notebook(["1"], "broken"));
    writeFileSync(file, text);
    const env = { JUPYTER_PATH: join(folder.path, "jupyter") };
    const { code, stderr } = await espalier(["run", file], { env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("the kernel ended while it started (exit code 7); it wrote:\nno such compiler");
    expect(readFileSync(file, "utf8")).toBe(text);
    const unknown = await espalier(["run", file, "--kernel", "tslap"], { env }).ended;
    expect(unknown.stderr).toContain(`there is no kernel "tslap"; there are broken, jslab, tslab`);
  });
});
