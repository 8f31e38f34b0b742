import type { JsonObject } from "../../bridge/messages";
import type { Log } from "../log";
import { HistoryFile } from "./file";
import type { Entry } from "./file";
import { queried } from "./query";
import type { Row } from "./query";

/** What was run: the cells of this session with their results, and those of all others if there is a file. */
export class History {
  private session = 1;
  private readonly own: { readonly line: number; readonly code: string }[] = [];
  private readonly outputs = new Map<number, string>();
  private unwritten: Omit<Entry, "session">[] = [];
  /** Work on the file, one after the other. */
  private work: Promise<void> = Promise.resolve();
  /** The number of the session is known. */
  private readonly begun: Promise<void> = this.work;
  private file: HistoryFile | undefined;

  constructor(
    path: string | undefined,
    private readonly log: Log,
  ) {
    if (path === undefined) return;
    const file = new HistoryFile(path);
    this.file = file;
    this.begun = this.enqueue(async () => {
      this.session = await file.begin();
    });
  }

  add(line: number, code: string): void {
    this.own.push({ line, code });
    if (!this.file) return;
    this.unwritten.push({ line, code });
    void this.enqueue(async () => {
      const entries = this.unwritten.map((entry) => ({ session: this.session, ...entry }));
      this.unwritten = [];
      if (entries.length > 0) await this.file?.append(entries);
    });
  }

  /** The result of a cell, as text. */
  addOutput(line: number, text: string): void {
    this.outputs.set(line, text);
  }

  /** The rows that a `history_request` asks for. */
  async query(content: JsonObject): Promise<Row[]> {
    await this.begun;
    const others = await this.others();
    const own = this.own.map((entry) => ({ session: this.session, ...entry }));
    return queried(content, {
      current: this.session,
      entries: [...others, ...own].sort((one, other) => one.session - other.session || one.line - other.line),
      outputs: this.outputs,
    });
  }

  /** Everything is in the file. */
  settled(): Promise<void> {
    return this.work;
  }

  private async others(): Promise<Entry[]> {
    try {
      const entries = (await this.file?.entries()) ?? [];
      return entries.filter(({ session }) => session !== this.session);
    } catch (error) {
      this.giveUp(error);
      return [];
    }
  }

  private enqueue(action: () => Promise<void>): Promise<void> {
    return (this.work = this.work.then(async () => {
      if (!this.file) return;
      try {
        await action();
      } catch (error) {
        this.giveUp(error);
      }
    }));
  }

  /** A history that cannot be kept is no reason to bother anybody with each cell. */
  private giveUp(error: unknown): void {
    this.file = undefined;
    this.unwritten = [];
    this.log.warn(`the history is kept in memory only: ${(error as Error).message}`);
  }
}
