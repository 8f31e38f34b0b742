/**
 * Something that is no error and that nobody should overlook: a class that no sample has, a gate that never chooses a
 * branch, columns on wildly different scales. Training, comparison and reports carry them; progress displays and
 * the command line print them.
 */
export interface Notice {
  /** What kind of notice: one short name in camel case for each, for programs (`classWithoutSamples`). */
  readonly code: string;
  /** What was seen, as one sentence without a full stop. */
  readonly message: string;
  /** What to do, as a clause that can follow a semicolon. */
  readonly hint?: string;
  /** Of what: a node's path, an input, a target. */
  readonly where?: string;
}

/** `where: message; hint`. */
export const formatNotice = ({ where, message, hint }: Notice): string =>
  `${where === undefined ? "" : `${where}: `}${message}${hint === undefined ? "" : `; ${hint}`}`;
