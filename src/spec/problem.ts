import { EspalierError, hide } from "../errors";
import { visible } from "../visible";

/** One thing wrong with a spec: the same form in the library, the command line and the editor. */
export interface Problem {
  /** RFC 6901 pointer into the document, `""` for the whole of it. */
  readonly pointer: string;
  /** What is wrong, as one sentence without a full stop. */
  readonly message: string;
  /** What to do, as a clause that can follow a semicolon. */
  readonly hint?: string;
  /** Only an error stops a build. */
  readonly severity: "error" | "warning";
  /** True where the last key of the pointer is what is wrong, not its value: an editor underlines the key. */
  readonly key?: boolean;
  /** Where in the text, counted from 1 (line and column in UTF-16 units); absent for a spec that never was text. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** An error at `pointer`. */
export function error(pointer: string, wording: { message: string; hint?: string }): Problem {
  return { pointer, ...wording, severity: "error" };
}

/** A warning at `pointer`. */
export function warning(pointer: string, wording: { message: string; hint?: string }): Problem {
  return { pointer, ...wording, severity: "warning" };
}

/**
 * `/nodes/eye: what is wrong; what to do`, after `file:line:column` or `line 3, column 5` where known. One line: the
 * names in it are an author's, and may hold whatever a terminal obeys.
 */
export function formatProblem(problem: Problem, file?: string): string {
  const place = [whereInText(problem, file), problem.pointer].filter(Boolean).join(" ");
  const line = `${place || "/"}: ${problem.message}${problem.hint ? `; ${problem.hint}` : ""}`;
  return visible(line).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

function whereInText({ position }: Problem, file: string | undefined): string {
  if (!position) return file ?? "";
  const { line, column } = position;
  return file === undefined ? `line ${line}, column ${column}` : `${file}:${line}:${column}`;
}

/** Thrown where a spec cannot be used: carries every problem, not only the first. */
export class SpecError extends EspalierError {
  override readonly name = "SpecError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], file?: string) {
    super(problems.map((problem) => formatProblem(problem, file)).join("\n"));
    this.problems = problems;
    hide(this, "problems");
  }
}
