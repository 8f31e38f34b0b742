import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/notebook/nbformat";
import { eventually } from "../eventually";
import {
  errorOf,
  espalier,
  notebook,
  readNotebook,
  runCells,
  streamText,
  temporaryFolder,
} from "./notebooks";

/** A file of tslab, as a cell writes its path. */
function tslabPart(file: string): string {
  return JSON.stringify(join(dirname(require.resolve("tslab/package.json")), file));
}

/** Code that no interrupt ends; what it waits for is gone as soon as the kernel is. */
const untilTheKernelEnds = `require("node:child_process").execFileSync(process.execPath, ["-e",
  "const parent = process.ppid; setInterval(() => process.ppid === parent || process.exit(), 100)"]);`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let folder: string;
let remove: () => void;

beforeEach(() => {
  ({ path: folder, remove } = temporaryFolder());
});
afterEach(() => {
  remove();
});

describe("espalier run", () => {
  it("runs every cell and writes counts, streams and displays into the notebook", async () => {
    const {
      code,
      stdout,
      stderr,
      cells,
      notebook: written,
    } = await runCells(folder, [
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
    expect(streamText(cells[3])).toContain(folder.split("/").at(-1));
    expect(written.metadata.language_info?.name).toBe("typescript");
    expect(readdirSync(folder)).toEqual(["notebook.ipynb"]);
  });

  it("updates displays from later cells, with several forms in one bundle", async () => {
    const { code, stderr, cells } = await runCells(folder, [
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
    const { code, stderr, cells } = await runCells(folder, [
      "for (let i = 0; i < 20000; i++) console.log(i)",
      "console.log('next')",
    ]);
    expect(code, stderr).toBe(0);
    expect(streamText(cells[0])).toBe(Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join(""));
    expect(cells[0]?.outputs).toHaveLength(1);
    expect(streamText(cells[1])).toBe("next\n");
  });

  it("notices that a kernel lost output, as a plain tslab does: it ends, says so and exits 1", async () => {
    const kernels = join(folder, "jupyter", "kernels", "plain-tslab");
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
      folder,
      ["for (let i = 0; i < 2000; i++) console.log(i)", "console.log('next')"],
      { kernel: "plain-tslab", env: { JUPYTER_PATH: join(folder, "jupyter") } },
    );
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("the kernel never said that it is done: messages were lost");
    expect(streamText(cells[0])).toContain("0\n1\n2\n");
    expect(errorOf(cells[0])?.ename).toBe("MessagesLost");
    expect(cells[1]?.outputs).toEqual([]);
  });

  it("stops at the cell that fails, shows its line, stores what ran", async () => {
    const { code, stdout, stderr, cells } = await runCells(folder, [
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
    const late = await runCells(folder, [
      "console.error('a warning');\nawait Promise.resolve(1);\n\nthrow new TypeError('late');",
    ]);
    expect(late.stderr).toContain("cell 1 of 1, line 4 (id a) failed:\nTypeError: late");
    expect(streamText(late.cells[0], "stderr")).toBe("a warning\n");
    const text = await runCells(folder, ["throw 'just a text';"]);
    expect(text.code).toBe(1);
    expect(errorOf(text.cells[0])).toMatchObject({ ename: "Uncaught", evalue: "just a text" });
  });

  it("shows a type error at its place in the cell", async () => {
    const { code, stderr, cells } = await runCells(folder, [
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
    const { code, stderr, cells } = await runCells(folder, [
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
    const { code, stderr, cells } = await runCells(folder, [
      "console.log('fine')",
      "process.exit(3)",
      "console.log('never')",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("the cell ended the kernel with process.exit(3)");
    expect(streamText(cells[0])).toBe("fine\n");
    expect(cells[2]?.outputs).toEqual([]);
    const killed = await runCells(folder, ["console.log('fine')", "process.kill(process.pid, 'SIGKILL')"]);
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
      } = await runCells(folder, [`console.log("in");\n${code}`], {
        arguments: ["--timeout", String(seconds)],
      });
      const { ename, evalue } = errorOf(cells[0])!;
      expect([exit, ename]).toEqual([1, "TimeoutError"]);
      if (streamText(cells[0]) === "in\n") return { seconds, evalue, stderr };
    }
    throw new Error("no cell was begun in 80 s");
  }

  it("refuses to start where it could not write", async () => {
    const file = join(folder, "notebook.ipynb");
    writeFileSync(file, formatNotebook(notebook(["console.log('ran')"])));
    const { code, stdout, stderr } = await espalier(["run", file, "--out", join(file, "out.ipynb")]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be written: ");
    expect(stdout).toBe("");
  });

  it("leaves the history of the user's own cells as it is", async () => {
    const env = { JUPYTER_DATA_DIR: join(folder, "history") };
    const { code } = await runCells(folder, ["1 + 1"], { env });
    expect(code).toBe(0);
    expect(existsSync(join(folder, "history", "espalier"))).toBe(false);
  });

  it("says what is wrong with a kernel that does not start, and leaves the notebook as it is", async () => {
    const kernels = join(folder, "jupyter", "kernels", "broken");
    mkdirSync(kernels, { recursive: true });
    const argv = [process.execPath, "-e", "console.error('no such compiler'); process.exit(7)"];
    writeFileSync(join(kernels, "kernel.json"), JSON.stringify({ argv, display_name: "x", language: "x" }));
    const file = join(folder, "notebook.ipynb");
    const text = formatNotebook(notebook(["1"], "broken"));
    writeFileSync(file, text);
    const env = { JUPYTER_PATH: join(folder, "jupyter") };
    const { code, stderr } = await espalier(["run", file], { env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("the kernel ended while it started (exit code 7); it wrote:\nno such compiler");
    expect(readFileSync(file, "utf8")).toBe(text);
    const unknown = await espalier(["run", file, "--kernel", "tslap"], { env }).ended;
    expect(unknown.stderr).toContain(`there is no kernel "tslap"; there are broken, jslab, tslab`);
  });
});

describe("espalier run --set", () => {
  const cells = [
    {
      source: `let epochs = 25;\nlet name = "first";\nlet sizes: number[] = [1];\nconst fixed = 1;`,
      metadata: { tags: ["parameters"] },
    },
    "console.log(JSON.stringify([epochs, name, sizes]));",
  ];

  it("assigns parameters in a cell of its own, which a second run replaces", async () => {
    const first = await runCells(folder, cells, {
      arguments: ["--set", "epochs=3", "--set", "name=4", "--set", "sizes=[2,3]"],
    });
    expect(first.code, first.stderr).toBe(0);
    expect(streamText(first.cells[2])).toBe(`[3,"4",[2,3]]\n`);
    expect(first.cells[1]?.metadata.tags).toEqual(["injected-parameters"]);
    const file = join(folder, "notebook.ipynb");
    const second = await espalier(["run", file, "--set", "epochs=5"]).ended;
    expect(second.code, second.stderr).toBe(0);
    const again = readNotebook(file).cells;
    expect(again).toHaveLength(3);
    expect(streamText(again[2])).toBe(`[5,"first",[1]]\n`);
  });

  it("refuses a name that is no parameter, a constant, and a value of the wrong type", async () => {
    const unknown = await runCells(folder, cells, { arguments: ["--set", "epoch=3"] });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(`there is no parameter "epoch"; did you mean "epochs"?`);
    const fixed = await runCells(folder, cells, { arguments: ["--set", "fixed=3"] });
    expect(fixed.stderr).toContain(`the parameter "fixed" is a constant; declare it with let`);
    const wrong = await runCells(folder, cells, { arguments: ["--set", "epochs=many"] });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("Type 'string' is not assignable to type 'number'");
  });
});

describe("Ctrl+C", () => {
  let started: ReturnType<typeof espalier>["process"] | undefined;

  afterEach(() => {
    // A test that fails leaves nothing running: the kernel ends with it.
    started?.kill("SIGKILL");
    started = undefined;
  });

  /** Starts a notebook and waits until its cells have written that text. */
  async function startUntil(cells: string[], text: RegExp): Promise<ReturnType<typeof espalier>> {
    const file = join(folder, "notebook.ipynb");
    writeFileSync(file, formatNotebook(notebook(cells)));
    const running = espalier(["run", file]);
    started = running.process;
    while (!text.test(running.output())) {
      expect(running.process.exitCode, running.output()).toBeNull();
      await new Promise((end) => setTimeout(end, 20));
    }
    return running;
  }

  it("interrupts the cell, keeps what it wrote, and lets work in the kernel save itself", async () => {
    const running = await startUntil(
      [
        "console.log('first')",
        `process.on("SIGINT", () => setTimeout(() => require("fs").writeFileSync("saved.txt", "kept"), 500));
console.log("work" + "ing");
await new Promise((end) => setTimeout(end, 1e6).unref());`,
        "console.log('never')",
      ],
      /working/,
    );
    running.process.kill("SIGINT");
    const { code } = await running.ended;
    const { cells } = readNotebook(join(folder, "notebook.ipynb"));
    expect(code).toBe(130);
    expect(streamText(cells[0])).toBe("first\n");
    expect(streamText(cells[1])).toBe("working\n");
    expect(errorOf(cells[1])?.ename).toBe("Interrupted");
    expect(cells[2]?.outputs).toEqual([]);
    expect(readFileSync(join(folder, "saved.txt"), "utf8")).toBe("kept");
  });

  it("is heard also while the kernel compiles the cell", async () => {
    const running = await startUntil(
      [`import * as ts from "typescript";\nawait new Promise((end) => setTimeout(end, 1e6).unref());`],
      /\[1\/1\]/,
    );
    running.process.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  it("does not leave the kernel behind when espalier itself is killed", async () => {
    const running = await startUntil(
      ["console.log('pid', process.pid);\nawait new Promise((end) => setTimeout(end, 1e6));"],
      /pid \d+/,
    );
    const pid = Number(/pid (\d+)/.exec(running.output())?.[1]);
    running.process.kill("SIGKILL");
    await running.ended;
    await eventually(() => !isAlive(pid), "the end of the kernel");
  });

  it("stops a loop after an await, and says where it was", async () => {
    const running = await startUntil(
      [`await Promise.resolve();\nconsole.log("com" + "puting");\nwhile (true);`],
      /computing/,
    );
    running.process.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("cell 1 of 1, line 3 (id a) interrupted:\nInterrupted");
  });

  it("kills at the second time a kernel that does not stop, and leaves no process", async () => {
    const running = await startUntil([`console.log("pid", process.pid);\n${untilTheKernelEnds}`], /pid \d+/);
    const pid = Number(/pid (\d+)/.exec(running.output())?.[1]);
    running.process.kill("SIGINT");
    await eventually(() => running.output().includes("Ctrl+C again"), "word that it was heard");
    running.process.kill("SIGINT");
    const { code } = await running.ended;
    expect(code).toBe(130);
    expect(streamText(readNotebook(join(folder, "notebook.ipynb")).cells[0])).toContain(`pid ${pid}`);
    expect(isAlive(pid)).toBe(false);
  });
});
