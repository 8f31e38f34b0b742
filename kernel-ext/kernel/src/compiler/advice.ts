/*
 * What to do about some complaints of TypeScript's, which knows neither of notebooks nor of how packages come here.
 */
import { installing } from "../loader/errors";
import { nearestManifest } from "../loader/bases";
import { isRelative, packageName } from "../loader/locate";
import type { Diagnostic } from "./contract";

/** "Cannot find module". */
const missingModule = new Set([2307, 2792]);
/** "Cannot find name", with a guess or without. */
const unknownName = new Set([2304, 2552]);

/** A line that other kernels take for themselves: `%magic`, `!command`, `?name`, `name?`. */
const commandLine = /^(?:(?<sign>%%?|!)(?<text>[A-Za-z_~./].*)|(?<asked>\?{1,2}[\w.]+|[\w.]+\?{1,2}))\s*$/;

/** The complaints about a cell, with advice where there is some. */
export function withAdvice(
  diagnostics: readonly Diagnostic[],
  code: string,
  folder: string,
): readonly Diagnostic[] {
  const lines = code.split(/\r\n|[\n\r\u2028\u2029]/);
  const misread = diagnostics.filter(
    (one) => isSyntax(one) && commandLine.test(lines[one.start.line - 1] ?? ""),
  );
  if (misread.length === 0) return diagnostics.map((one) => advised(one, lines, folder));
  // The rest of what TypeScript says follows from these lines.
  return [...new Set(misread.map((one) => one.start.line))].map((line) => {
    const text = lines[line - 1] ?? "";
    const end = { line, column: text.length + 1 };
    return { message: aboutCommand(text) ?? "", code: 0, start: { line, column: 1 }, end, file: undefined };
  });
}

/** Of a cell, not of a file that it imports. */
function isSyntax({ code, file }: Diagnostic): boolean {
  return file === undefined && code >= 1000 && code < 2000;
}

function advised(one: Diagnostic, lines: readonly string[], folder: string): Diagnostic {
  if (missingModule.has(one.code)) return withInstallation(one, folder);
  // `!ls` is correct TypeScript.
  const line = lines[one.start.line - 1] ?? "";
  const advice = unknownName.has(one.code) && line.startsWith("!") ? aboutCommand(line) : undefined;
  return advice === undefined || one.file !== undefined
    ? one
    : { ...one, message: `${one.message}\n  ${advice}` };
}

function withInstallation(diagnostic: Diagnostic, folder: string): Diagnostic {
  const specifier = /'([^']+)'/.exec(diagnostic.message)?.[1];
  if (specifier === undefined || isRelative(specifier) || /^(?:[/#]|\w+:)/.test(specifier)) return diagnostic;
  const advice = installing(packageName(specifier), nearestManifest(folder)?.folder ?? folder);
  return { ...diagnostic, message: `${diagnostic.message}\n  ${advice}` };
}

function aboutCommand(line: string): string | undefined {
  const { sign, text, asked } = commandLine.exec(line)?.groups ?? {};
  if (asked !== undefined) {
    return "Cells have no `?`: the documentation of a name comes with Shift+Tab, or when the mouse rests on it.";
  }
  if (text === undefined) return undefined;
  if (sign === "!") {
    const call = `execSync(${JSON.stringify(text)}, { stdio: "inherit" })`;
    return `Cells have no \`!\` for commands of the shell: import { execSync } from "node:child_process"; ${call}`;
  }
  const command = text.split(/\s/, 1)[0] ?? "";
  return `Cells have no commands like \`${sign}${command}\`, which are IPython's: every line of a cell is TypeScript.`;
}
