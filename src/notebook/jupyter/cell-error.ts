/*
 * tslab tells of an error as text on stderr and no more; here that text becomes what the protocol means by
 * an error: a name, a message, and a traceback in the cell's own lines.
 */
import type { ErrorOutput } from "../../export/nbformat";
import { CompiledCell } from "./cell-lines";
import type { Place } from "./cell-lines";
import { codeFrame } from "./code-frame";

export interface CellError {
  readonly output: ErrorOutput;
  /** The text on stderr that it was made of: the end of what the cell wrote there. */
  readonly text: string;
  /** Where in the cell, if it is known. */
  readonly place?: Place;
}

/** `3:7 - Type 'string' is not assignable…`, with a file's name before it if it is not the cell. */
const diagnosticLine = /^(?:(\S.*) )?(\d+):(\d+) - ([\s\S]*)$/;
/** `TypeError: message`, `EspalierError [CODE]: message`, `Uncaught:` aside. */
const headline = /^(?:Uncaught )?([A-Za-z_$][\w$.]*)(?: \[[^\]]+\])?(?:: ([\s\S]*))?$/;
const frameLine = /^\s+at .*/;
const cellFrame = /evalmachine\.<anonymous>:(\d+):(\d+)/;
/** Frames of the machinery between Node and the cell: of no use to whoever reads the cell's error. */
const machinery = /node_modules[\\/]tslab[\\/]|[\\/]preload[\\/]sigint|node:vm|node:internal/;
/** What Node puts before an error that leaves a script: the compiled line, not the cell's. */
const uncaughtHead = /^evalmachine\.<anonymous>:\d+\n[\s\S]*?\n\s*\^+\n\n?/;

/**
 * @param written what the cell wrote to stderr, one entry for each message.
 * @param code the cell.
 * @param folder the kernel's working folder.
 */
export function cellError(written: readonly string[], code: string, folder: string): CellError {
  const diagnostics = trailing(written, (text) => diagnosticLine.test(text.trimEnd()));
  if (diagnostics.length > 0) return typeError(diagnostics, code);
  const text = written.at(-1);
  return text === undefined ? unnamed() : thrown(text, code, folder);
}

/** An error that the kernel has not described at all. */
function unnamed(): CellError {
  const evalue = "the kernel says that the cell failed, and not why: what it wrote about it was lost";
  return {
    output: { output_type: "error", ename: "Error", evalue, traceback: [`Error: ${evalue}`] },
    text: "",
  };
}

/** The cell was refused by the compiler; nothing of it has run. */
function typeError(diagnostics: readonly string[], code: string): CellError {
  const found = diagnostics.map((text) => {
    const [, file, line, column, message] = diagnosticLine.exec(text.trimEnd())!;
    return { file, place: { line: Number(line), column: Number(column) }, message: message! };
  });
  const traceback = found.flatMap(({ file, place, message }) => [
    `TypeScriptError: ${file ? `${file} ` : ""}${place.line}:${place.column} - ${message}`,
    ...(file ? [] : codeFrame(code, place)),
  ]);
  const first = found.find(({ file }) => !file);
  return {
    output: {
      output_type: "error",
      ename: "TypeScriptError",
      evalue: found[0]!.message,
      traceback,
    },
    text: diagnostics.join(""),
    ...(first && { place: first.place }),
  };
}

function thrown(text: string, code: string, folder: string): CellError {
  const lines = text.replace(uncaughtHead, "").trimEnd().split("\n");
  const firstFrame = lines.findIndex((line) => frameLine.test(line));
  const head = firstFrame < 0 ? lines : lines.slice(0, firstFrame);
  const [, ename, evalue] = (firstFrame < 0 ? undefined : headline.exec(head.join("\n"))) ?? [];
  const failing = failingFrame(lines, code, folder);
  const kept = lines.slice(head.length).filter((line) => !(frameLine.test(line) && machinery.test(line)));
  return {
    output: {
      output_type: "error",
      ename: ename ?? "Error",
      evalue: evalue ?? (ename === undefined ? head.join("\n") : ""),
      traceback: [
        ...head,
        ...(failing ? codeFrame(code, failing.place) : []),
        ...kept.flatMap((line) => relabelled(line, failing)),
      ],
    },
    text,
    ...(failing && { place: failing.place }),
  };
}

/** The frame of the stack at which the cell failed, and its place in the cell. */
interface FailingFrame {
  readonly frame: string;
  readonly place: Place;
}

/** The outermost frame in the cell: inner ones may be functions of cells before it. */
function failingFrame(lines: readonly string[], code: string, folder: string): FailingFrame | undefined {
  const frames = lines.filter((line) => frameLine.test(line) && cellFrame.test(line)).reverse();
  if (frames.length === 0) return undefined;
  const compiled = CompiledCell.compile(code, folder);
  for (const frame of frames) {
    const [, line, column] = cellFrame.exec(frame)!;
    const place = compiled?.original({ line: Number(line), column: Number(column) });
    // tslab writes `exports.` before what earlier cells have declared: the line is right, the column is not.
    if (place) return { frame, place: { line: place.line } };
  }
  return undefined;
}

/** Frames further in may be of this cell or an earlier one: tslab gives all of them the same name. */
function relabelled(line: string, failing: FailingFrame | undefined): string[] {
  if (!frameLine.test(line) || !cellFrame.test(line)) return [line];
  if (line === failing?.frame) return [line.replace(cellFrame, `this cell, line ${failing.place.line}`)];
  // What is left of the frame when its name is taken away is the call that tslab wraps the cell in.
  return /\(/.test(line) ? [line.replace(cellFrame, "a cell")] : [];
}

function trailing<T>(items: readonly T[], test: (item: T) => boolean): T[] {
  const end = items.findLastIndex((item) => !test(item));
  return items.slice(end + 1);
}
