/*
 * JSON of a file that is read back, read with suspicion: no key twice (of two, JSON keeps the last without a word), no
 * nesting that overflows whoever walks through it, and no piece of what was read in the message.
 */
import { createHash } from "node:crypto";
import { EspalierError } from "../errors";

/** Deeper than anything that is saved, shallower than any stack. */
const DEEPEST = 200;

/**
 * The object that a JSON text is.
 *
 * @param where the file, for messages
 * @param what what should be JSON: `the header`
 */
export function parseJson(text: string, where: string, what = "this"): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes what it read: that may be any file.
    throw damaged(`${what} is not a JSON object`, where);
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const fault = isObject ? faultIn(text) : "is not a JSON object";
  if (fault !== undefined) throw damaged(`${what} ${fault}`, where);
  return value as Record<string, unknown>;
}

/** The error for a file whose content cannot have been saved so. */
export function damaged(what: string, where: string): EspalierError {
  return new EspalierError(what, { where, hint: "the file is damaged or something else: save it again" });
}

/** SHA-256 of a JSON value: of what it says, not of how its text is laid out. */
export function digestOfJson(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** What is wrong with a text that is JSON. One pass, without recursion. */
function faultIn(text: string): string | undefined {
  /** For each open bracket: the keys so far, or `undefined` in a list. */
  const open: (Set<string> | undefined)[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfText(text, at);
      if (keyNext) {
        const key = JSON.parse(text.slice(at, end)) as string;
        const keys = open.at(-1)!;
        if (keys.has(key)) return "says the same key twice";
        keys.add(key);
        keyNext = false;
      }
      at = end - 1;
    } else if (sign === "{" || sign === "[") {
      open.push(sign === "{" ? new Set() : undefined);
      if (open.length > DEEPEST) return `is nested more than ${DEEPEST} deep`;
      keyNext = sign === "{";
    } else if (sign === "}" || sign === "]") {
      open.pop();
      keyNext = false;
    } else if (sign === ",") {
      keyNext = open.at(-1) !== undefined;
    }
  }
  return undefined;
}

/** The place after the closing quote of the text that begins at `start`. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
