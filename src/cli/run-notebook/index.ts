import { dirname, relative, resolve } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import { formatNotebook } from "../../notebook/nbformat";
import { readNotebook } from "../../notebook/read-notebook";
import { checkWritable, writeWhole } from "../../files";
import { injectParameters, parseSetting } from "../../jupyter/parameters";
import { runNotebook } from "../../jupyter/run-notebook";
import type { RunResult } from "../../jupyter/run-notebook";
import { visible } from "../../visible";
import { formatSeconds } from "../../text/numbers";
import { RunLog } from "./run-log";
import { StopSignals } from "./stop-signals";

export interface RunOptions {
  readonly out?: string;
  readonly set?: readonly string[];
  readonly timeout?: number;
  readonly kernel?: string;
}

/**
 * `espalier run`: runs a notebook from top to bottom and writes its outputs into it, also when a cell fails or
 * the run is interrupted: what ran is kept.
 *
 * @returns the exit code: 0, 1 if a cell failed, 130 if interrupted.
 */
export async function runNotebookFile(file: string, options: RunOptions): Promise<number> {
  const notebook = await readNotebook(file);
  injectParameters(notebook, new Map((options.set ?? []).map(parseSetting)));
  const out = options.out ?? file;
  await checkWritable(out);
  const log = new RunLog(notebook);
  const signals = new StopSignals(() => {
    log.say(styleText("yellow", "interrupted: the kernel is asked to stop; Ctrl+C again to kill it"));
  });
  const start = performance.now();
  try {
    const result = await runNotebook(notebook, {
      cwd: dirname(resolve(file)),
      kernel: options.kernel,
      timeout: options.timeout,
      interrupt: signals.interrupt,
      abandon: signals.abandon,
      watch: log,
    });
    await writeWhole(out, formatNotebook(notebook));
    conclude(log, result, relative("", out), performance.now() - start);
    return exitCode(result);
  } finally {
    signals.release();
  }
}

function exitCode(result: RunResult): number {
  if (result.status === "interrupted") return 130;
  return result.status === "failed" ? 1 : 0;
}

function conclude(log: RunLog, result: RunResult, out: string, milliseconds: number): void {
  const { failure, ran, of } = result;
  if (failure?.result.error) {
    const { line, error } = failure.result;
    const where = `cell ${failure.place} of ${of}${line ? `, line ${line}` : ""} (id ${visible(failure.cell.id)})`;
    const verb = result.status === "interrupted" ? "interrupted" : "failed";
    log.say(`\n${styleText("red", `${where} ${verb}:`)}\n${shown(error.traceback.join("\n"))}\n`);
  }
  const what =
    result.status === "ok"
      ? `${of} cells ran`
      : `${result.status} at cell ${Math.min(ran + (failure ? 0 : 1), of)} of ${of}`;
  log.say(`${what} in ${formatSeconds(milliseconds / 1000)}; written to ${visible(out)}`);
}

/** A kernel's colours, where ours are shown, too. */
function shown(text: string): string {
  return styleText("red", "x") === "x" ? stripVTControlCharacters(text) : text;
}
