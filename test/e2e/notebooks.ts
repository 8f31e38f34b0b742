/* Small notebooks for the tests, and the command that runs them. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach } from "vitest";
import { formatNotebook, textOf } from "../../src/notebook/nbformat";
import type { CellMetadata, CodeCell, Notebook, Output } from "../../src/notebook/nbformat";

export const root = resolve(__dirname, "../..");
const command = join(root, "dist", "cli", "main.js");

export type Source = string | { source: string; metadata: CellMetadata };

/** A notebook of code cells with the ids `a`, `b`, `c`, …. */
export function notebook(cells: readonly Source[], kernel = "tslab"): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel } },
    cells: cells.map((cell, index): CodeCell => {
      const { source, metadata } = typeof cell === "string" ? { source: cell, metadata: {} } : cell;
      return {
        cell_type: "code",
        id: String.fromCharCode("a".charCodeAt(0) + index),
        metadata,
        source,
        outputs: [],
        execution_count: null,
      };
    }),
  };
}

/** A folder that goes away after the test. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "espalier-test-"));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A new folder for each test, which goes away after it: `path` is that of the test that runs. */
export function folderForEachTest(): { readonly path: string } {
  let path = "";
  beforeEach(() => {
    const made = temporaryFolder();
    path = made.path;
    return made.remove;
  });
  return {
    get path() {
      return path;
    },
  };
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line. */
export function espalier(
  arguments_: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): { process: ChildProcess; output: () => string; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [command, ...arguments_], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ran>((end) => {
    child.once("close", (code) => {
      end({ code, stdout, stderr });
    });
  });
  return { process: child, output: () => stdout + stderr, ended };
}

/** Writes a notebook, runs it in place, reads it again. */
export async function runCells(
  folder: string,
  cells: readonly Source[],
  options: { arguments?: readonly string[]; kernel?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran & { cells: CodeCell[]; notebook: Notebook }> {
  const file = join(folder, "notebook.ipynb");
  writeFileSync(file, formatNotebook(notebook(cells, options.kernel)));
  const ran = await espalier(["run", file, ...(options.arguments ?? [])], { env: options.env ?? {} }).ended;
  return { ...ran, ...readNotebook(file) };
}

export function readNotebook(file: string): { cells: CodeCell[]; notebook: Notebook } {
  const read = JSON.parse(readFileSync(file, "utf8")) as Notebook;
  return { notebook: read, cells: read.cells.filter((cell) => cell.cell_type === "code") };
}

/** The text of a cell's stream outputs of that name. */
export function streamText(cell: CodeCell | undefined, name: "stdout" | "stderr" = "stdout"): string {
  return (cell?.outputs ?? [])
    .map((output) => (output.output_type === "stream" && output.name === name ? textOf(output.text) : ""))
    .join("");
}

export function errorOf(cell: CodeCell | undefined): (Output & { output_type: "error" }) | undefined {
  return cell?.outputs.find((output) => output.output_type === "error");
}
