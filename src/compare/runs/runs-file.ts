/*
 * Finished runs on disk, so that an interrupted comparison goes on where it stopped: a line that says what the file is,
 * then one run a line, each with its checksum. Runs are appended under a lock, so that several processes (and several
 * comparisons in one) can share a file. A line without its end is what a killed process left: it counts as not written.
 */
import { existsSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { EspalierError } from "../../errors";
import { locked, readText, reasonOf } from "../../files";
import type { FinishedRun } from "../report/finished-run";
import { formatRun, parseRun } from "./stored-run";

const FORMAT = "espalier runs 2";
const FIRST_LINE = `{"format":"${FORMAT}"}\n`;

/** The runs of a comparison so far, by key. */
export class RunStore {
  private constructor(
    private readonly file: string | undefined,
    private readonly runs: Map<string, FinishedRun>,
  ) {}

  /**
   * Reads the runs of a file; a file that does not exist yet holds none. Without a file, runs are kept in memory.
   *
   * @throws EspalierError where the file is something else, or a run in it is not what was written
   */
  static async open(file: string | undefined): Promise<RunStore> {
    if (file === undefined || !existsSync(file)) return new RunStore(file, new Map());
    return new RunStore(file, parseRuns(await readText(file, { limit: "dataBytes" }), file));
  }

  get(key: string): FinishedRun | undefined {
    return this.runs.get(key);
  }

  /** Keeps a run beside those that others have added meanwhile. @throws EspalierError where it cannot be written */
  async add(key: string, run: FinishedRun): Promise<void> {
    this.runs.set(key, run);
    const { file } = this;
    if (file === undefined) return;
    const line = `${formatRun(key, run)}\n`;
    await locked(file, () => append(file, line));
  }
}

function parseRuns(text: string, file: string): Map<string, FinishedRun> {
  const runs = new Map<string, FinishedRun>();
  if (FIRST_LINE.startsWith(text)) return runs; // Nothing, or as much of the first line as was written.
  if (!text.startsWith(FIRST_LINE)) throw notRuns(text, file);
  const lines = text.slice(FIRST_LINE.length).split("\n");
  lines.pop(); // What follows the last line's end: nothing, or a line that was cut off.
  for (const [index, line] of lines.entries()) {
    const [key, run] = parseRun(line, `${file}, line ${index + 2}`);
    // Two processes may have done one run: the first to come is the one that both go on with.
    if (!runs.has(key)) runs.set(key, run);
  }
  return runs;
}

function notRuns(text: string, file: string): EspalierError {
  if (/^\s*\{\s*"format"\s*:\s*"espalier runs 1"/.test(text.slice(0, 200))) {
    return new EspalierError("an earlier version of Espalier wrote these runs, and its numbers were others", {
      where: file,
      hint: "name another file, or remove this one: the runs are then run again",
    });
  }
  return new EspalierError("this is no file of runs", {
    where: file,
    hint: "name another file, or remove this one",
  });
}

/** Adds a line after the last complete one; where that fails, the file is as before. */
async function append(file: string, line: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "a+");
    const { size } = await handle.stat();
    const end = await endOfLines(handle, size, file);
    if (end < size) await handle.truncate(end);
    try {
      await handle.writeFile(end === 0 ? FIRST_LINE + line : line);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(end).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    throw new EspalierError(`cannot be written (${reasonOf(error)})`, { where: file, cause: error });
  } finally {
    await handle?.close();
  }
}

/** Where the last complete line of a runs file ends. @throws EspalierError where the file has become something else */
async function endOfLines(handle: FileHandle, size: number, file: string): Promise<number> {
  const read = async (from: number, to: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead);
  };
  const first = (await read(0, Math.min(size, FIRST_LINE.length))).toString("latin1");
  if (!FIRST_LINE.startsWith(first)) throw notRuns(first, file);
  if (first !== FIRST_LINE) return 0;
  for (let to = size; to > FIRST_LINE.length;) {
    const from = Math.max(0, to - 65_536);
    const newline = (await read(from, to)).lastIndexOf(10);
    if (newline >= 0) return from + newline + 1;
    to = from;
  }
  return FIRST_LINE.length;
}
