import path from "node:path";
import {
  compare,
  formatDocument,
  prepareExperiment,
  saveReport,
  type PreparedExperiment,
  type Report,
  type RunEvent,
} from "../compare";
import { EspalierError } from "../errors";
import { checkWritable, writeWhole } from "../files";
import { formatNotice, type Notice } from "../notice";
import { comparisonTable, terminalProgress } from "../view";
import { formatProblem } from "../spec";
import { formatShare } from "../text/numbers";
import { print, printJson, say } from "./output";

export interface CompareCommandOptions {
  /** Where the report goes. */
  readonly out?: string;
  /** The file of finished runs. */
  readonly runs?: string;
  /** Only derive: the folder where the graphs go. */
  readonly graphs?: string;
  /** Print the report in place of the table. */
  readonly json?: boolean;
}

/** What a shell expects of a command that Ctrl+C ended. */
const INTERRUPTED = 130;

/**
 * `espalier compare`: the table (or the report) on stdout, everything else on stderr.
 *
 * @returns the exit code: 1 where a run failed, 130 where the comparison was interrupted
 */
export async function runCompare(file: string, options: CompareCommandOptions): Promise<number> {
  const prepared = await prepareExperiment(file);
  for (const problem of prepared.problems) say(`warning: ${formatProblem(problem, file)}`);
  if (options.graphs !== undefined) {
    for (const notice of prepared.notices) sayNotice(notice);
    await writeGraphs(prepared, options.graphs);
    return 0;
  }
  // Before the first run: a report that cannot be written would be found out after the last.
  if (options.out !== undefined) await checkWritable(options.out);
  const report = await compare(prepared, {
    ...(options.runs !== undefined && { runsFile: options.runs }),
    ...(process.stderr.isTTY && { progress: terminalProgress(process.stderr) }),
    ...(!process.stderr.isTTY && {
      onRun: (event: RunEvent) => say(runLine(event)),
      onNotice: sayNotice,
    }),
  });
  if (options.out !== undefined) {
    await saveReport(report, options.out);
    say(`wrote ${options.out}`);
  }
  if (options.json) printJson(report);
  else print(textOf(report));
  for (const { approach, seed, fold, message } of report.failures ?? []) {
    say(`${approach}, seed ${seed}, fold ${fold} failed: ${message}`);
  }
  if (report.missing) return INTERRUPTED;
  return report.failures ? 1 : 0;
}

function textOf(report: Report): string {
  return String(comparisonTable(report));
}

/** In a log, a line for each run. */
function runLine(event: RunEvent): string {
  const { approach, seed, fold } = event.kind === "failed" ? event.failure : event.record;
  const run = `${approach}, seed ${seed}, fold ${fold}`;
  if (event.kind === "failed") return `${run}: failed: ${event.failure.message}`;
  const note = event.kind === "reused" ? " (from the runs file)" : "";
  return `${run}: accuracy ${formatShare(event.record.accuracy.whole)}${note}`;
}

async function writeGraphs({ graphs, opened }: PreparedExperiment, folder: string): Promise<void> {
  const files = new Map<string, string>();
  for (const name of Object.keys(graphs)) {
    if (opened[name]) continue; // That one is a file already.
    const file = path.join(folder, `${name.replace(/[^\p{L}\p{N}.]+/gu, "-")}.graph.json`);
    const other = files.get(file);
    if (other !== undefined) {
      throw new EspalierError(`the graphs of "${other}" and "${name}" would both be ${file}`, {
        hint: "give one of the approaches another name",
      });
    }
    files.set(file, name);
  }
  for (const [file, name] of files) {
    await writeWhole(file, formatDocument(graphs[name]!));
    say(`wrote ${file}`);
  }
}

function sayNotice(notice: Notice): void {
  say(`note: ${formatNotice(notice)}`);
}
