/*
 * Where progress is shown: under the running cell, or in the terminal.
 */
import type { ProgressSink } from "../train";
import { NotebookProgress, type NotebookProgressOptions } from "./notebook-progress";
import { displayWriter } from "./running-kernel";
import type { TextStream } from "./status-line";
import { TerminalProgress } from "./terminal-progress";

/** A bar under the cell that is running; `undefined` outside of a notebook. */
export function notebookProgress(options: NotebookProgressOptions = {}): ProgressSink | undefined {
  const write = displayWriter();
  return write && new NotebookProgress(write, options);
}

/** A line in a terminal, or plain lines where the stream is none; standard error without a stream. */
export function terminalProgress(stream: TextStream = process.stderr): ProgressSink {
  return new TerminalProgress(stream);
}

/** In a notebook under the cell, else on standard error. */
export function defaultProgress(): ProgressSink {
  return notebookProgress() ?? terminalProgress();
}
