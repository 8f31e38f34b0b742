import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { formatNotebook } from "../../../src/notebook/nbformat";
import { eventually } from "../../eventually";
import {
  errorOf,
  espalier,
  folderForEachTest,
  notebook,
  readNotebook,
  streamText,
} from "../../e2e/notebooks";
import { untilTheKernelEnds } from "./cells";

const folder = folderForEachTest();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("espalier run, Ctrl+C", () => {
  let started: ReturnType<typeof espalier>["process"] | undefined;

  afterEach(() => {
    // A test that fails leaves nothing running: the kernel ends with it.
    started?.kill("SIGKILL");
    started = undefined;
  });

  /** Starts a notebook and waits until its cells have written that text. */
  async function startUntil(cells: string[], text: RegExp): Promise<ReturnType<typeof espalier>> {
    const file = join(folder.path, "notebook.ipynb");
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
    const { cells } = readNotebook(join(folder.path, "notebook.ipynb"));
    expect(code).toBe(130);
    expect(streamText(cells[0])).toBe("first\n");
    expect(streamText(cells[1])).toBe("working\n");
    expect(errorOf(cells[1])?.ename).toBe("Interrupted");
    expect(cells[2]?.outputs).toEqual([]);
    expect(readFileSync(join(folder.path, "saved.txt"), "utf8")).toBe("kept");
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
    expect(streamText(readNotebook(join(folder.path, "notebook.ipynb")).cells[0])).toContain(`pid ${pid}`);
    expect(isAlive(pid)).toBe(false);
  });
});
