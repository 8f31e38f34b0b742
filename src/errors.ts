import { visible } from "./visible";

/**
 * An error meant for a person: what is wrong, where, and what to do.
 *
 * `message` holds all three, so that it reads well wherever it is printed, control characters of foreign names made
 * visible; the parts stay available as they are for an editor, a table or a test.
 */
export class EspalierError extends Error {
  override readonly name: string = "EspalierError";
  /** What is wrong, as one sentence without a full stop. */
  readonly what: string;
  /** Where: a file, a JSON pointer, a node's path. Absent where `what` says it already. */
  readonly where: string | undefined;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(what: string, options: { where?: string; hint?: string; cause?: unknown } = {}) {
    const { where, hint, cause } = options;
    super(
      visible(`${where ? `${where}: ` : ""}${what}${hint ? `; ${hint}` : ""}`),
      cause === undefined ? {} : { cause },
    );
    this.what = what;
    this.where = where;
    this.hint = hint;
    hide(this, "what", "where", "hint");
  }
}

/** Node and notebooks print an error's own properties below its stack; these repeat what the message says. */
export function hide<Thing extends object>(error: Thing, ...names: (keyof Thing)[]): void {
  for (const name of names) Object.defineProperty(error, name, { enumerable: false });
}
