/** A picture that cannot be drawn: what is wrong, where, and what to do. `message` holds all three. */
export class FigureError extends Error {
  override readonly name = "FigureError";
  /** What is wrong, as one sentence without a full stop. */
  readonly what: string;
  /** A JSON pointer into the figure. */
  readonly where: string | undefined;
  readonly hint: string;

  constructor(what: string, { where, hint }: { where?: string; hint: string }) {
    super(`${where ? `${where}: ` : ""}${what}; ${hint}`);
    this.what = what;
    this.where = where;
    this.hint = hint;
    // Node prints an error's own properties below its stack; these repeat what the message says.
    for (const name of ["what", "where", "hint"]) Object.defineProperty(this, name, { enumerable: false });
  }
}
