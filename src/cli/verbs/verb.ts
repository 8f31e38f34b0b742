/** An argument or an option, as `--help` shows it: `<file>` or `-o, --out <file>`, and what it is. */
export type Described = readonly [term: string, what: string];

/** An option of a verb. */
export interface Option {
  readonly flags: string;
  readonly what: string;
  /** What its text means; `earlier` is what the same option meant before, where it is given again. */
  readonly parse?: (text: string, earlier: unknown) => unknown;
}

interface Told {
  /** One line of `espalier --help`. */
  readonly summary: string;
}

/**
 * A verb that does something.
 *
 * @typeParam Argument `string`, `string[]` where its term ends in `...`, `undefined` without one
 * @typeParam Options what commander makes of its options, by their long names
 */
export interface Action<Argument, Options> extends Told {
  readonly argument?: Described;
  readonly options?: readonly Option[];
  /** What its own `--help` says below the options. */
  readonly more?: string;
  /**
   * Does it. What that takes is loaded here (`await import(…)`), so that `--help` answers at once.
   *
   * @returns the exit code
   */
  readonly run: (argument: Argument, options: Options) => number | Promise<number>;
}

/** A verb that has verbs of its own. */
export interface Group<Argument, Options> extends Told {
  readonly verbs: Readonly<Record<string, Action<Argument, Options>>>;
}

/**
 * A verb of the command line. A new one is one file here, which exports it under its name:
 * `export const page: Verb<string, PageOptions>`.
 */
export type Verb<Argument, Options> = (Action<Argument, Options> | Group<Argument, Options>) & {
  /** Its place in `espalier --help`, from the top. */
  readonly place: number;
};
