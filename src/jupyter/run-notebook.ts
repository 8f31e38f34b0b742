import { textOf } from "../notebook/nbformat";
import type { CodeCell, Notebook } from "../notebook/nbformat";
import { Kernel } from "./kernel";
import { findKernelSpec } from "./kernelspec";
import { NotebookOutputs } from "./outputs";
import { runCell } from "./run-cell";
import type { CellResult } from "./run-cell";

interface RunOptions {
  /** The kernel's working folder: the notebook's own. */
  readonly cwd: string;
  /** Name of a kernelspec; without: the one that the notebook names, else tslab. */
  readonly kernel?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds for each cell; without: as long as it takes. */
  readonly timeout?: number | undefined;
  /** Seconds for the kernel to get ready. */
  readonly startSeconds?: number;
  /** First: interrupt the running cell, run no further one. */
  readonly interrupt: AbortSignal;
  /** Then: wait for nothing any more. */
  readonly abandon: AbortSignal;
  readonly watch?: Watcher;
}

/** What happens, for whoever shows it. Places count code cells that run, from 1. */
export interface Watcher {
  kernelStarted?(name: string): void;
  cellStarted?(place: number, of: number, cell: CodeCell): void;
  stream?(name: "stdout" | "stderr", text: string): void;
  /** A display that the cell keeps changing, as plain text: how far a training is. */
  update?(text: string): void;
  cellEnded?(end: CellEnd): void;
  shuttingDown?(): void;
}

export interface CellEnd {
  readonly place: number;
  readonly of: number;
  readonly cell: CodeCell;
  readonly result: CellResult;
  /** It failed as its tag `raises-exception` says: the run goes on. */
  readonly expected: boolean;
  readonly milliseconds: number;
}

export interface RunResult {
  readonly status: "ok" | "failed" | "interrupted";
  /** Code cells that ran to their end or failed, and how many there were to run. */
  readonly ran: number;
  readonly of: number;
  /** The cell at which the run ended before its end. */
  readonly failure?: { readonly cell: CodeCell; readonly place: number; readonly result: CellResult };
}

const grace = 5000;
/** After an interrupt a training in the kernel may still have to save what it has. */
const graceAfterInterrupt = 15_000;

/**
 * Runs a notebook's code cells in order and writes their outputs into it. Ends at the first cell that
 * fails; that of a cell tagged `raises-exception` is expected. Cells tagged `skip-execution` and empty ones
 * are left out, as Jupyter's own nbclient does.
 *
 * @throws EspalierError if the kernel cannot be started. The notebook is then as it was.
 */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<RunResult> {
  const name = options.kernel ?? notebook.metadata.kernelspec?.name ?? "tslab";
  const spec = findKernelSpec(name);
  const kernel = await Kernel.start(name, spec, options);
  try {
    options.watch?.kernelStarted?.(name);
    noteKernel(notebook, name, spec.display_name, kernel.info);
    return await runCells(kernel, notebook, options);
  } finally {
    options.watch?.shuttingDown?.();
    const close = kernel.shutdown(options.interrupt.aborted ? graceAfterInterrupt : grace);
    const kill = (): void => {
      kernel.kill();
    };
    if (options.abandon.aborted) kill();
    else options.abandon.addEventListener("abort", kill, { once: true });
    await close;
  }
}

async function runCells(kernel: Kernel, notebook: Notebook, options: RunOptions): Promise<RunResult> {
  const outputs = new NotebookOutputs();
  kernel.onBroadcast((message) => {
    outputs.take(message);
  });
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code");
  const runs = cells.filter(runnable);
  // What an earlier run left would look like a result of this one.
  for (const cell of cells) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  for (const [index, cell] of runs.entries()) {
    const place = index + 1;
    if (options.interrupt.aborted) return { status: "interrupted", ran: index, of: runs.length };
    options.watch?.cellStarted?.(place, runs.length, cell);
    const start = performance.now();
    const result = await runCell(kernel, cell, outputs, {
      timeout: options.timeout,
      interrupt: options.interrupt,
      abandon: options.abandon,
      onStream: (stream, text) => options.watch?.stream?.(stream, text),
      onUpdate: (text) => options.watch?.update?.(text),
    });
    const expected = result.status === "failed" && tagged(cell, "raises-exception") && !kernel.exit;
    const milliseconds = performance.now() - start;
    options.watch?.cellEnded?.({ place, of: runs.length, cell, result, expected, milliseconds });
    if (result.status !== "ok" && !expected) {
      const failure = { cell, place, result };
      return { status: result.status, ran: place, of: runs.length, failure };
    }
  }
  return { status: "ok", ran: runs.length, of: runs.length };
}

function runnable(cell: CodeCell): boolean {
  return textOf(cell.source).trim() !== "" && !tagged(cell, "skip-execution");
}

function tagged(cell: { metadata: { tags?: string[] } }, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}

function noteKernel(
  notebook: Notebook,
  name: string,
  displayName: string,
  info: Readonly<Record<string, unknown>>,
): void {
  const language = info.language_info;
  notebook.metadata.kernelspec ??= { name, display_name: displayName };
  if (typeof language === "object" && language !== null) {
    notebook.metadata.language_info = language as Record<string, unknown>;
  }
}
