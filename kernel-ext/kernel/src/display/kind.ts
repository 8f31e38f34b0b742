import type { JsonObject, MimeData } from "../bridge/messages";

/** All forms of a value, as `display_data` and `execute_result` have them. `text/plain` is always there. */
export interface Bundle {
  readonly data: MimeData;
  readonly metadata: JsonObject;
}

export interface DisplayOptions {
  /** Whether text may have ANSI colours; without it unless NO_COLOR is set. */
  readonly colours?: boolean;
}

/** What a kind of value knows of its forms. Text that it lacks is put in by `inspect`. */
export interface Shown {
  readonly data: MimeData;
  readonly metadata?: JsonObject;
  /** More forms that take a moment. May reject: then it stays at these. */
  readonly better?: () => Promise<Shown>;
}

/** One kind of value that shows itself as more than text. */
export interface Kind {
  /** For the note where showing failed: "shown as text, for its … failed". */
  readonly name: string;
  /**
   * The value's forms, `undefined` where it is not of this kind after all. Called for objects and functions that are no
   * proxies. May throw: then the value is shown as text, with the reason.
   */
  readonly show: (value: object) => Shown | undefined | Promise<Shown | undefined>;
}
