/*
 * Whether Enter runs a cell in a console: complete, to be continued, or beyond repair.
 */
import type { IsCompleteResult } from "../../bridge/messages";
import { syntaxErrors } from "../diagnostics";
import { ts } from "../typescript";

/** Errors of the scanner at something that was begun and may still be ended: template, comment, … */
const unterminated = new Set([
  1010, // '*/' expected.
  1160, // Unterminated template literal.
]);

/** Errors at the end of a line that no further line can heal. */
const hopeless = new Set([
  1002, // Unterminated string literal.
  1124, // Digit expected.
  1161, // Unterminated regular expression literal.
]);

const step = "  ";

/** @param code - without the modifiers that mean nothing in a cell. */
export function isComplete(code: string): IsCompleteResult {
  let errors = syntaxErrors(parse(code, ts.ScriptKind.TS));
  if (errors.length > 0) {
    const withJsx = syntaxErrors(parse(code, ts.ScriptKind.TSX));
    if (withJsx.length === 0 || goesOn(withJsx, code)) errors = withJsx;
  }
  if (errors.length === 0) return { status: "complete" };
  return goesOn(errors, code) ? { status: "incomplete", indent: indentAfter(code) } : { status: "invalid" };
}

/** Whether the first thing that is wrong is that the text ends. */
function goesOn(errors: readonly ts.DiagnosticWithLocation[], code: string): boolean {
  const first = errors[0];
  if (!first) return false;
  if (unterminated.has(first.code)) return true;
  if (hopeless.has(first.code)) return false;
  const end = code.trimEnd().length;
  const textEnd = endOfTokens(code);
  return (
    first.start >= Math.min(end, textEnd) || (first.start + first.length >= textEnd && isOpenEnd(first, code))
  );
}

/** The end of the last token, comments behind it left out. */
function endOfTokens(code: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, code);
  let end = 0;
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) end = scanner.getTextPos();
  return end;
}

/** "Expression expected" and the like, told of the last token because nothing follows it. */
function isOpenEnd(error: ts.DiagnosticWithLocation, code: string): boolean {
  const word = code.slice(error.start, error.start + error.length);
  return error.code === 17008 || error.code === 17014 || /^<\w*$/.test(word);
}

function parse(code: string, kind: ts.ScriptKind): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.Latest, setExternalModuleIndicator: asModule };
  return ts.createSourceFile("cell.tsx", code, options, false, kind);
}

/** `await` at the top level is a keyword only in modules. */
function asModule(file: ts.SourceFile): void {
  (file as unknown as { externalModuleIndicator: true }).externalModuleIndicator = true;
}

/** As deep as the last line, and one step deeper behind an opening bracket. */
function indentAfter(code: string): string {
  const line = code.slice(code.trimEnd().lastIndexOf("\n") + 1).trimEnd();
  const current = /^[ \t]*/.exec(line)?.[0] ?? "";
  const text = line.replace(/\/\/.*$/, "").trimEnd();
  return /[{([]$|=>$|:$/.test(text) ? current + step : current;
}
