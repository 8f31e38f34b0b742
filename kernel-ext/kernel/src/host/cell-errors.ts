import { inspect, types } from "node:util";
import type { ErrorContent } from "../bridge/messages";
import type { Diagnostic } from "../compiler/contract";
import { TypeScriptError } from "../compiler/contract";
import { codeFrame } from "./code-frame";
import type { Stacks } from "./stacks";

/** The cell that failed. */
interface Failing {
  /** As stacks name it. */
  readonly name: string;
  readonly code: string;
}

/** Errors may hold whole data sets. */
const mostUnits = 20_000;

/**
 * Makes of what was thrown what front ends show: name, message, the failing line of the cell, the stack, what else the
 * error holds. Never throws, whatever the thrown thing does.
 *
 * @param failing the cell that runs, where one does.
 */
export function describeError(thrown: unknown, stacks: Stacks, failing?: Failing): ErrorContent {
  try {
    if (thrown instanceof TypeScriptError) return refused(thrown.diagnostics, failing?.code ?? "");
    return types.isNativeError(thrown) || thrown instanceof Error
      ? described(thrown, stacks, failing)
      : notAnError(thrown);
  } catch {
    const evalue = "what was thrown cannot be shown: it fails when it is looked at";
    return { ename: "Error", evalue, traceback: [`Error: ${evalue}`] };
  }
}

function described(error: Error, stacks: Stacks, failing: Failing | undefined): ErrorContent {
  const ename = nameOf(error);
  const evalue = textOf(error.message);
  const stack: unknown = error.stack;
  const text = shortened(inspected(error, stack));
  const [head, rest] = split(text, typeof stack === "string" ? stack : undefined);
  const place = failing && typeof stack === "string" ? stacks.placeIn(stack, failing.name) : undefined;
  const frame = place && failing ? codeFrame(failing.code, place) : [];
  return { ename, evalue, traceback: [...head, ...frame, ...rest] };
}

/** The stack, and behind it what else the error holds: its cause, its code. */
function inspected(error: Error, stack: unknown): string {
  const text = inspect(error, { depth: 4, maxArrayLength: 20, maxStringLength: 2000 });
  // Without a frame, it stands in brackets.
  const bare = `[${String(stack)}]`;
  return text.startsWith(bare) ? bare.slice(1, -1) + text.slice(bare.length) : text;
}

/** Before the first frame of the stack, and from there on. */
function split(text: string, stack: string | undefined): [head: string[], rest: string[]] {
  const lines = text.split("\n");
  const first = stack === undefined ? -1 : lines.findIndex((line) => /^\s+at /.test(line));
  return first < 0 ? [lines, []] : [lines.slice(0, first), lines.slice(first)];
}

function nameOf(error: Error): string {
  const { name, constructor } = error as { name: unknown; constructor: unknown };
  // A class of errors that sets no name of its own.
  if (name === "Error" && typeof constructor === "function" && constructor.name) return constructor.name;
  return typeof name === "string" && name !== "" ? name : "Error";
}

/** A message may be anything that somebody has put there. */
function textOf(message: unknown): string {
  return typeof message === "string" ? message : inspect(message);
}

/** `throw "text"`: JavaScript lets one. */
function notAnError(thrown: unknown): ErrorContent {
  const ename = "Uncaught";
  const evalue = shortened(typeof thrown === "string" ? thrown : inspect(thrown));
  return { ename, evalue, traceback: `${ename}: ${evalue}`.split("\n") };
}

/** All that TypeScript found, each with its line. */
function refused(diagnostics: readonly Diagnostic[], code: string): ErrorContent {
  const said = diagnostics.map(({ file, start, end, message, code: number }) => {
    const place = `${file === undefined ? "" : `${file}:`}${start.line}:${start.column}`;
    const what = `${place} - ${message}${number > 0 ? ` (TS${number})` : ""}`;
    return { what, frame: file === undefined ? codeFrame(code, start, end) : [] };
  });
  return {
    ename: "TypeScriptError",
    evalue: said.map(({ what }) => what).join("\n"),
    traceback: said.flatMap(({ what, frame }) => [...`TypeScriptError: ${what}`.split("\n"), ...frame]),
  };
}

function shortened(text: string): string {
  return text.length > mostUnits ? `${text.slice(0, mostUnits)}…` : text;
}
