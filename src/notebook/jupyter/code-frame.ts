import type { Place } from "./cell-lines";

const context = 2;

/** The lines around a place of a cell, that line marked, a caret below its column if it is known. */
export function codeFrame(code: string, place: Place): string[] {
  const lines = code.split("\n");
  const first = Math.max(1, place.line - context);
  const last = Math.min(lines.length, place.line + context);
  const width = String(last).length;
  const frame: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const mark = line === place.line ? ">" : " ";
    frame.push(`${mark} ${String(line).padStart(width)} | ${lines[line - 1] ?? ""}`.trimEnd());
    if (line === place.line && place.column !== undefined) {
      frame.push(`  ${" ".repeat(width)} | ${" ".repeat(place.column - 1)}^`);
    }
  }
  return frame;
}
