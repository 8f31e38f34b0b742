import type { Position } from "../compiler/contract";

const context = 2;
const widest = 200;

/** The lines around a place of a cell, its own line marked, and what lies there underlined. */
export function codeFrame(code: string, start: Position, end: Position = start): string[] {
  const lines = code.split("\n");
  const first = Math.max(1, start.line - context);
  const last = Math.min(lines.length, start.line + context);
  const width = String(last).length;
  const frame: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const text = lines[line - 1] ?? "";
    const mark = line === start.line ? ">" : " ";
    frame.push(`${mark} ${String(line).padStart(width)} | ${text.slice(0, widest)}`.trimEnd());
    if (line !== start.line || start.column > widest) continue;
    const to = end.line === line ? end.column : text.length + 1;
    const length = Math.max(1, Math.min(to, widest) - start.column);
    // What stands before it may be wider than it is long: tabs stay tabs.
    const before = text.slice(0, start.column - 1).replace(/[^\t]/g, " ");
    frame.push(`  ${" ".repeat(width)} | ${before}${"^".repeat(length)}`);
  }
  return frame;
}
