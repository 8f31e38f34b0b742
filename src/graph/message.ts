/** What is wrong and what to do; where, the caller knows. */
export interface Message {
  /** One sentence without a full stop. */
  readonly message: string;
  /** A clause that can follow a semicolon. */
  readonly hint: string;
}

export function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "message" in value && "hint" in value;
}
