/*
 * What a front end can show: the same thing in several forms, of which it takes the richest that it knows.
 */

/** By media type. Text and base64 are strings, `…+json` is the value itself. `text/plain` is always there. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [type: string]: unknown;
}

/** The method by which kernels (Deno's among them) ask a value how it shows itself. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Displayable>)[displaySymbol] === "function"
  );
}
