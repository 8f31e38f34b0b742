/*
 * TypeScript's complaints about a cell, as the user is to see them.
 */
import type { Diagnostic } from "./contract";
import { prefix } from "./tslab/cell-host";
import type { TslabDiagnostic } from "./tslab/load";
import { inside, ts } from "./typescript";

/** Complaints that mean nothing in a cell. */
const harmless = new Set([
  1202, // `import x = require()`, which no ES module can have: a cell is no such module when it runs.
  7016, // A package without types: it is `any`.
]);

/** Errors of a file that TypeScript could not even parse: others would only follow from these. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return inside(file).parseDiagnostics.filter((one) => one.category === ts.DiagnosticCategory.Error);
}

/** Errors of types in a file; what has several lines is one message. */
export function semanticErrors(
  program: ts.Program,
  file: ts.SourceFile,
  token?: ts.CancellationToken,
): readonly ts.Diagnostic[] {
  const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file, token)];
  return all
    .filter((one) => one.category === ts.DiagnosticCategory.Error && !harmless.has(one.code))
    .map(joined);
}

function joined(diagnostic: ts.Diagnostic): ts.Diagnostic {
  return { ...diagnostic, messageText: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n") };
}

/** Errors of the parser, told of the file that tslab makes of a cell. */
export function syntaxDiagnostics(
  errors: readonly ts.DiagnosticWithLocation[],
  code: string,
): readonly Diagnostic[] {
  const place = (offset: number): TslabDiagnostic["start"] => ({
    offset: offset - prefix.length,
    line: 0,
    character: 0,
  });
  return toDiagnostics(
    errors.map((one) => ({
      start: place(one.start),
      end: place(one.start + one.length),
      messageText: ts.flattenDiagnosticMessageText(one.messageText, "\n"),
      code: one.code,
    })),
    code,
  );
}

/** tslab's to ours: counted from 1, within the cell's text, in its order. */
export function toDiagnostics(found: readonly TslabDiagnostic[], code: string): readonly Diagnostic[] {
  const lines = [
    0,
    ...[...code.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map((one) => one.index + one[0].length),
  ];
  const place = (offset: number): Diagnostic["start"] =>
    positionOf(lines, Math.min(Math.max(offset, 0), code.length));
  const all = found.map((one) => ({
    message: one.messageText,
    code: one.code,
    start: one.fileName === undefined ? place(one.start.offset) : fromZero(one.start),
    end: one.fileName === undefined ? place(one.end.offset) : fromZero(one.end),
    file: one.fileName,
  }));
  const seen = new Set<string>();
  return all
    .filter((one) => {
      const key = JSON.stringify(one);
      return seen.has(key) ? false : seen.add(key);
    })
    .sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
}

function fromZero(place: { readonly line: number; readonly character: number }): Diagnostic["start"] {
  return { line: place.line + 1, column: place.character + 1 };
}

function positionOf(lines: readonly number[], offset: number): Diagnostic["start"] {
  let low = 0;
  for (let high = lines.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
