import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { isObject } from "../json";
import { locked } from "./lock";

/** One cell of one session. */
export interface Entry {
  /** From 1; counts the kernels that were started. */
  readonly session: number;
  /** The number of the cell. */
  readonly line: number;
  readonly code: string;
}

/** A line of the file: a cell, or the beginning of a session, which keeps its number from being given twice. */
type Line = Entry | { readonly session: number; readonly started: string };

/** Cells in the file above which it is cut to half of that. */
const most = 20_000;

/** The cells of all sessions: a line of JSON each, written by as many kernels at once as there are. */
export class HistoryFile {
  private readonly lockFile: string;

  constructor(private readonly path: string) {
    this.lockFile = `${path}.lock`;
  }

  /**
   * Begins a session.
   *
   * @returns its number.
   */
  async begin(): Promise<number> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    return locked(this.lockFile, async () => {
      const lines = await this.lines();
      const session = lines.reduce((newest, line) => Math.max(newest, line.session), 0) + 1;
      if (lines.length > most) await this.rewrite(lines.slice(-most / 2));
      await this.write([{ session, started: new Date().toISOString() }]);
      return session;
    });
  }

  append(entries: readonly Entry[]): Promise<void> {
    return locked(this.lockFile, () => this.write(entries));
  }

  /** All cells that can be read, oldest first. */
  async entries(): Promise<Entry[]> {
    return (await this.lines()).filter((line): line is Entry => "code" in line);
  }

  /** A line that somebody cut or changed is passed over. */
  private async lines(): Promise<Line[]> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    return text.split("\n").flatMap((line) => parsed(line) ?? []);
  }

  private async write(lines: readonly Line[]): Promise<void> {
    const file = await open(this.path, "a+", 0o600);
    try {
      const text = textOf(lines);
      await file.appendFile((await endsWhole(file)) ? text : `\n${text}`);
    } finally {
      await file.close();
    }
  }

  private async rewrite(lines: readonly Line[]): Promise<void> {
    const part = `${this.path}.${process.pid}.part`;
    await writeFile(part, textOf(lines), { mode: 0o600 });
    await rename(part, this.path);
  }
}

function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Not so where a full disk or a power cut ended a line early. */
async function endsWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() === "\n";
}

function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    if (!isObject(line)) return undefined;
    const { session, line: number, code, started } = line;
    if (typeof session !== "number" || !Number.isSafeInteger(session)) return undefined;
    if (typeof number === "number" && typeof code === "string") return { session, line: number, code };
    return typeof started === "string" ? { session, started } : undefined;
  } catch {
    return undefined;
  }
}
