import { setTimeout as sleep } from "node:timers/promises";
import { textOf } from "../../export/nbformat";
import type { CodeCell, ErrorOutput } from "../../export/nbformat";
import { cellError } from "./cell-error";
import type { Place } from "./cell-lines";
import type { Ticket } from "./channels";
import type { Kernel } from "./kernel";
import type { CellOutputs, NotebookOutputs } from "./outputs";
import { HeldStderr } from "./held-stderr";
import { RepeatedInterrupt } from "./repeated-interrupt";
import { describeExit } from "./process";
import { settle } from "./settle";
import type { Ending } from "./settle";

export interface CellResult {
  readonly status: "ok" | "failed" | "interrupted";
  readonly error?: ErrorOutput;
  /** Where in the cell it failed, if it is known. */
  readonly place?: Place;
  /** Messages of this cell are missing: the kernel dropped them. */
  readonly lost: boolean;
}

export interface CellOptions {
  readonly cwd: string;
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

/** tslab skips what arrives up to 200 ms after a failed cell; nothing of it has run, so it may be sent again. */
const skippedTries = 10;
const skippedPause = 100;
/** How long a cell that ran out of time may take to answer to the interrupt. */
const interruptGrace = 3000;

/** Runs one cell and writes what it gave into the cell. Never throws for what the cell or the kernel does. */
export async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  outputs: NotebookOutputs,
  options: CellOptions,
): Promise<CellResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await runOnce(kernel, cell, outputs, options);
    if (result !== "skipped") return result;
    if (attempt === skippedTries) {
      const evalue = `the kernel did not run the cell: it skipped it ${skippedTries} times`;
      return failed(cell, { ename: "CellSkipped", evalue });
    }
    await sleep(skippedPause);
  }
}

async function runOnce(
  kernel: Kernel,
  cell: CodeCell,
  outputs: NotebookOutputs,
  options: CellOptions,
): Promise<CellResult | "skipped"> {
  cell.outputs = [];
  cell.execution_count = null;
  const ticket = kernel.execute(textOf(cell.source));
  const collected = outputs.open(ticket.id, cell);
  const live = new HeldStderr(options.onStream ?? (() => undefined));
  if (options.onUpdate) collected.onUpdate = options.onUpdate;
  collected.onStream = (name, text) => {
    live.write(name, text);
  };
  const interrupts = new RepeatedInterrupt(kernel, options.interrupt);
  try {
    const milliseconds = options.timeout === undefined ? undefined : options.timeout * 1000;
    const ending = await settle(kernel, ticket, { milliseconds, signal: options.abandon });
    if (ending.kind === "replied") return replied(ending, cell, collected, live, options);
    if (ending.kind === "died") return died(kernel, cell, ending.exit, options);
    if (ending.kind === "late") return await outOfTime(kernel, cell, ticket, options);
    return {
      ...failed(cell, { ename: "Interrupted", evalue: "stopped before its end" }),
      status: "interrupted",
    };
  } finally {
    live.flush();
    interrupts.end();
    kernel.forget(ticket);
  }
}

function replied(
  ending: Ending & { kind: "replied" },
  cell: CodeCell,
  collected: CellOutputs,
  live: HeldStderr,
  options: CellOptions,
): CellResult | "skipped" {
  const { reply, lost } = ending;
  if (typeof reply.execution_count === "number") cell.execution_count = reply.execution_count;
  if (lost) {
    collected.add({ output_type: "stream", name: "stderr", text: `${lostText}\n` });
  }
  if (reply.status === "ok") return { status: "ok", lost };
  if (reply.status === "abort" || reply.status === "aborted") return "skipped";
  const described = describe(cell, collected, live, reply, options.cwd);
  return { ...described, status: options.interrupt.aborted ? "interrupted" : "failed", lost };
}

export const lostText =
  "The kernel dropped messages of this cell: output is missing here. It does so when a cell writes more " +
  "than about 500 times without a pause.";

/** The error of a cell whose kernel replied that it failed: as the kernel gave it, or made from stderr. */
function describe(
  cell: CodeCell,
  collected: CellOutputs,
  live: HeldStderr,
  reply: Readonly<Record<string, unknown>>,
  folder: string,
): { error: ErrorOutput; place?: Place } {
  const sent = cell.outputs.find((output) => output.output_type === "error");
  if (sent) return { error: sent };
  if (typeof reply.ename === "string") {
    const traceback = Array.isArray(reply.traceback) ? reply.traceback.map(String) : [];
    return { error: report(cell, { ename: reply.ename, evalue: String(reply.evalue) }, traceback) };
  }
  if (reply.status !== "error") {
    const evalue = `the kernel answered with ${typeof reply.status === "string" ? `the status "${reply.status}"` : "no status"}`;
    return { error: report(cell, { ename: "KernelError", evalue }) };
  }
  const stderr = collected.written.filter(({ name }) => name === "stderr").map(({ text }) => text);
  const { output, text, place } = cellError(stderr, textOf(cell.source), folder);
  if (text) collected.retract(text);
  live.drop(text);
  collected.add(output);
  return place ? { error: output, place } : { error: output };
}

async function outOfTime(
  kernel: Kernel,
  cell: CodeCell,
  ticket: Ticket,
  options: CellOptions,
): Promise<CellResult> {
  const turns = await kernel.beats(1000);
  kernel.interrupt();
  await settle(kernel, ticket, { milliseconds: interruptGrace, signal: options.abandon });
  const doing = turns ? "it was waiting for something" : "it was computing";
  const evalue = `the cell took longer than ${options.timeout ?? 0} s; ${doing}`;
  return failed(cell, { ename: "TimeoutError", evalue });
}

function died(
  kernel: Kernel,
  cell: CodeCell,
  exit: Parameters<typeof describeExit>[0],
  options: CellOptions,
): CellResult {
  const words = kernel.lastWords;
  const evalue = `the kernel ended in this cell (${describeExit(exit)})`;
  const lines = words ? [`KernelDied: ${evalue}`, "It wrote:", ...words.split("\n")] : undefined;
  const result = failed(cell, { ename: "KernelDied", evalue }, lines);
  return options.interrupt.aborted ? { ...result, status: "interrupted" } : result;
}

function failed(
  cell: CodeCell,
  named: { ename: string; evalue: string },
  traceback?: readonly string[],
): CellResult & { error: ErrorOutput } {
  return { status: "failed", error: report(cell, named, traceback), lost: false };
}

function report(
  cell: CodeCell,
  named: { ename: string; evalue: string },
  traceback?: readonly string[],
): ErrorOutput {
  const lines = traceback?.length ? [...traceback] : [`${named.ename}: ${named.evalue}`];
  const error: ErrorOutput = { output_type: "error", ...named, traceback: lines };
  cell.outputs.push(error);
  return error;
}
