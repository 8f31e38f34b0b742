/*
 * Stacks as the reader of a notebook knows the code: places in cells are those of their own text, and what stands between
 * a cell and Node is not shown.
 */
import { dirname, sep } from "node:path";
import type { CellMap, Position } from "../compiler/contract";

/** A place that is named in a stack. */
interface CellPlace extends Position {
  readonly cell: string;
}

/** Deep recursions are long, and their frames alike. */
const mostFrames = 20;

const cellPlace = /((?:Cell|Expression)\[[^\]]*\]):(\d+):(\d+)/g;

export class Stacks {
  private readonly maps = new Map<string, CellMap>();
  private readonly machinery: readonly string[];

  /** @param tslabFolder where tslab's own code lies. */
  constructor(tslabFolder: string) {
    this.machinery = [dirname(__dirname) + sep, tslabFolder + sep, "node:vm"];
  }

  /** From now on frames with this name are frames of this cell. */
  add(cell: string, map: CellMap): void {
    this.maps.set(cell, map);
  }

  /** Has V8 write stacks so, wherever in the process `stack` is read first. */
  install(): void {
    Error.prepareStackTrace = (error, frames) => [headOf(error), ...this.lines(frames)].join("\n");
  }

  /** The first place in a stack that lies in this cell. */
  placeIn(stack: string, cell: string): CellPlace | undefined {
    for (const [, name, line, column] of stack.matchAll(cellPlace)) {
      if (name === cell) return { cell, line: Number(line), column: Number(column) };
    }
    return undefined;
  }

  private lines(frames: readonly NodeJS.CallSite[]): string[] {
    const lines: string[] = [];
    for (const frame of frames) {
      const file = frame.getFileName() ?? "";
      const map = this.maps.get(file);
      if (map && !map.original(frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0)) {
        // The call of the cell itself: whatever is further out is the kernel's. Inside, it is a check of the kernel's.
        if (frame.getFunctionName() === null && lines.length > 0) break;
        continue;
      }
      if (this.machinery.some((prefix) => file.startsWith(prefix))) continue;
      lines.push(`    at ${this.mapped(textOf(frame))}`);
    }
    while (/\bat (?:.*\()?node:/.test(lines.at(-1) ?? "")) lines.pop();
    if (lines.length <= mostFrames) return lines;
    return [...lines.slice(0, mostFrames), `    … and ${lines.length - mostFrames} more`];
  }

  private mapped(text: string): string {
    return text.replace(cellPlace, (place, cell: string, line: string, column: string) => {
      const original = this.maps.get(cell)?.original(Number(line), Number(column));
      return original ? `${cell}:${original.line}:${original.column}` : place;
    });
  }
}

function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error as Error);
  } catch {
    return "Error";
  }
}

/** A frame may name its receiver, which may be anything. */
function textOf(frame: { toString(): string }): string {
  try {
    return frame.toString();
  } catch {
    return "an object that cannot be named";
  }
}
