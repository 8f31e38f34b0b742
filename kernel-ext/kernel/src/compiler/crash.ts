/*
 * TypeScript itself gave up: what people are told about it.
 */
import type { Diagnostic } from "./contract";
import { ts } from "./typescript";

/** The cell could be translated without its types. */
export function crashWarning(error: unknown): string {
  const what = isOverflow(error)
    ? `TypeScript ${ts.version} ran out of stack on this cell's types`
    : `TypeScript ${ts.version} crashed on this cell's types (${reasonOf(error)})`;
  return (
    `${what}: the cell runs unchecked, and what it declares is of type any in later cells. Often these are types of a ` +
    "package that is made for a newer TypeScript; a cell that is split up, or a variable with a type of its own, may help."
  );
}

/** Not even that. */
export function failure(error: unknown): Diagnostic {
  const place = { line: 1, column: 1 };
  const message = isOverflow(error)
    ? "This cell has an expression that is nested too deeply: TypeScript ran out of stack, as it does in a chain of some " +
      "hundred calls or a sum of some thousand terms. Write it in steps (`let x = start.a(); x = x.b();`), or put what is " +
      "repeated in an array and loop over it."
    : `TypeScript could not compile this cell (${reasonOf(error)}). Simplify it or split it up.`;
  return { message, code: 0, start: place, end: place, file: undefined };
}

function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
  return message === undefined || message === "" ? "no reason given" : message;
}
