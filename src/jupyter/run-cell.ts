import { stripVTControlCharacters } from "node:util";
import { textOf } from "../notebook/nbformat";
import type { CodeCell, ErrorOutput } from "../notebook/nbformat";
import type { Ticket } from "./channels";
import type { Kernel } from "./kernel";
import type { NotebookOutputs } from "./outputs";
import { describeExit } from "./process";
import type { Exit } from "./process";
import { settle } from "./settle";
import type { Content } from "./wire";

export interface CellResult {
  readonly status: "ok" | "failed" | "interrupted";
  readonly error?: ErrorOutput;
  /** The line of the cell at which it failed, from 1, if it is known. */
  readonly line?: number | undefined;
}

interface CellOptions {
  /** Seconds that the cell may take; without: as long as it takes. */
  readonly timeout?: number | undefined;
  /** The user has asked for an end: the kernel is told, the cell's own end is awaited. */
  readonly interrupt: AbortSignal;
  /** The user has asked again: not awaited any more. */
  readonly abandon: AbortSignal;
  readonly onStream?: (name: "stdout" | "stderr", text: string) => void;
  /** A display that the cell keeps changing: its plain text now. */
  readonly onUpdate?: (text: string) => void;
}

/** How long a cell that ran out of time may take to end when it is interrupted: a training saves what it has. */
const interruptGrace = 20_000;

/** Runs one cell and writes what it gave into the cell. Never throws for what the cell or the kernel does. */
export async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  outputs: NotebookOutputs,
  options: CellOptions,
): Promise<CellResult> {
  cell.outputs = [];
  cell.execution_count = null;
  const ticket = kernel.execute(textOf(cell.source));
  const collected = outputs.open(ticket.id, cell);
  if (options.onUpdate) collected.onUpdate = options.onUpdate;
  if (options.onStream) collected.onStream = options.onStream;
  const interrupt = (): void => {
    kernel.interrupt();
  };
  if (options.interrupt.aborted) interrupt();
  else options.interrupt.addEventListener("abort", interrupt, { once: true });
  try {
    const result = await resultOf(kernel, cell, ticket, options);
    return options.interrupt.aborted && result.status === "failed"
      ? { ...result, status: "interrupted" }
      : result;
  } finally {
    options.interrupt.removeEventListener("abort", interrupt);
    kernel.forget(ticket);
  }
}

async function resultOf(
  kernel: Kernel,
  cell: CodeCell,
  ticket: Ticket,
  options: CellOptions,
): Promise<CellResult> {
  const milliseconds = options.timeout === undefined ? undefined : options.timeout * 1000;
  const ending = await settle(kernel, ticket, { milliseconds, signal: options.abandon });
  switch (ending.kind) {
    case "replied":
      return replied(ending.reply, cell);
    case "unfinished": {
      const what = ending.missing === "idle" ? "that it is done" : "how the cell ended";
      const evalue = `the kernel never said ${what}: messages were lost, output may be missing here`;
      return failed(cell, "MessagesLost", evalue);
    }
    case "died":
      return died(kernel, cell, ending.exit);
    case "late":
      return outOfTime(kernel, cell, ticket, options);
    case "stopped":
      return failed(cell, "Interrupted", "stopped before its end");
  }
}

function replied(reply: Content, cell: CodeCell): CellResult {
  if (typeof reply.execution_count === "number") cell.execution_count = reply.execution_count;
  if (reply.status === "ok") return { status: "ok" };
  const sent = errorIn(cell);
  if (sent) return { status: "failed", error: sent, line: failingLine(sent.traceback) };
  if (reply.status === "error") {
    const traceback = Array.isArray(reply.traceback) ? reply.traceback.map(String) : [];
    return failed(cell, stringOr(reply.ename, "Error"), stringOr(reply.evalue, ""), traceback);
  }
  const what = typeof reply.status === "string" ? `the status "${reply.status}"` : "no status";
  return failed(cell, "KernelError", `the kernel did not run the cell: it answered with ${what}`);
}

/** The kernel's own account of where it was broken off is kept, under another heading. */
async function outOfTime(
  kernel: Kernel,
  cell: CodeCell,
  ticket: Ticket,
  options: CellOptions,
): Promise<CellResult> {
  kernel.interrupt();
  const ending = await settle(kernel, ticket, { milliseconds: interruptGrace, signal: options.abandon });
  const ended = ending.kind === "replied";
  const where = ended ? errorIn(cell) : undefined;
  if (where) cell.outputs.splice(cell.outputs.indexOf(where), 1);
  const took = `the cell took longer than ${options.timeout ?? 0} s`;
  const evalue = ended ? took : `${took}, and did not end when it was interrupted`;
  return failed(cell, "TimeoutError", evalue, [
    `TimeoutError: ${evalue}`,
    ...(where?.traceback.slice(1) ?? []),
  ]);
}

function died(kernel: Kernel, cell: CodeCell, exit: Exit): CellResult {
  const words = kernel.lastWords;
  const evalue = `the kernel ended in this cell (${describeExit(exit)})`;
  const traceback = words ? [`KernelDied: ${evalue}`, "It wrote:", ...words.split("\n")] : [];
  return failed(cell, "KernelDied", evalue, traceback);
}

function errorIn(cell: CodeCell): ErrorOutput | undefined {
  return cell.outputs.find((output) => output.output_type === "error");
}

/** Adds an error to the cell: one that the kernel itself has not shown. */
function failed(
  cell: CodeCell,
  ename: string,
  evalue: string,
  traceback: readonly string[] = [],
): CellResult {
  const lines = traceback.length > 0 ? [...traceback] : [`${ename}: ${evalue}`];
  const error: ErrorOutput = { output_type: "error", ename, evalue, traceback: lines };
  cell.outputs.push(error);
  return { status: "failed", error, line: failingLine(lines) };
}

/** The line that a traceback marks first, as our kernel (`> 8 | code`) and IPython's (`----> 8 code`) do. */
export function failingLine(traceback: readonly string[]): number | undefined {
  const lines = traceback.flatMap((part) => stripVTControlCharacters(part).split("\n"));
  const marked = lines.map((line) => /^-*> *(\d+)\b/.exec(line)).find((match) => match !== null);
  return marked ? Number(marked[1]) : undefined;
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
