/*
 * Finished runs on disk: a JSON document with one run a line, written whole after each run, so that an interrupted
 * comparison goes on where it stopped.
 */
import { existsSync } from "node:fs";
import { EspalierError } from "../errors";
import { readText, writeWhole } from "../files";
import type { RunRecord } from "./report";

const FORMAT = "espalier runs 1";

/** One finished run, and what its report does not hold. */
export interface FinishedRun {
  readonly record: RunRecord;
  /** For each labelled test sample, in order: 1 where the answer was right, 0 where not. */
  readonly right: Uint8Array;
}

interface StoredRun {
  readonly key: string;
  /** One character, 0 or 1, for each labelled test sample. */
  readonly right: string;
  readonly record: RunRecord;
}

/** The runs of a comparison so far, by key. */
export class RunStore {
  private readonly runs: Map<string, StoredRun>;

  private constructor(
    private readonly file: string | undefined,
    runs: readonly StoredRun[],
  ) {
    this.runs = new Map(runs.map((run) => [run.key, run]));
  }

  /**
   * Reads the runs of a file; a file that does not exist yet holds none. Without a file, runs are kept in memory.
   *
   * @throws EspalierError where the file is something else: it would be lost by writing runs over it
   */
  static async open(file: string | undefined): Promise<RunStore> {
    if (file === undefined || !existsSync(file)) return new RunStore(file, []);
    return new RunStore(file, parseRuns(await readText(file), file));
  }

  get(key: string): FinishedRun | undefined {
    const run = this.runs.get(key);
    return run && { record: run.record, right: Uint8Array.from(run.right, Number) };
  }

  /** Keeps a run, those of other experiments in the same file included. @throws EspalierError where it cannot be written */
  async add(key: string, { record, right }: FinishedRun): Promise<void> {
    this.runs.set(key, { key, right: right.join(""), record });
    if (this.file === undefined) return;
    const lines = [...this.runs.values()].map((run) => JSON.stringify(run));
    await writeWhole(this.file, `{"format": "${FORMAT}", "runs": [\n${lines.join(",\n")}\n]}\n`);
  }
}

function parseRuns(text: string, file: string): StoredRun[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw notRuns(file, cause);
  }
  const { format, runs } = (content ?? {}) as { format?: unknown; runs?: unknown };
  if (format !== FORMAT || !Array.isArray(runs) || !runs.every(isStoredRun)) throw notRuns(file);
  return runs;
}

function isStoredRun(value: unknown): value is StoredRun {
  const { key, right, record } = (value ?? {}) as Partial<Record<keyof StoredRun, unknown>>;
  return (
    typeof key === "string" && typeof right === "string" && typeof record === "object" && record !== null
  );
}

function notRuns(file: string, cause?: unknown): EspalierError {
  return new EspalierError("this is no file of runs", {
    where: file,
    hint: "name another file, or remove this one",
    cause,
  });
}
