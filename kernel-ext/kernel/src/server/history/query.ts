import type { JsonObject } from "../../bridge/messages";
import { booleanOf, integerOf, textOf } from "../json";
import type { Entry } from "./file";
import { globMatcher } from "./glob";

/** Session, cell, input; with `output` asked for: session, cell, [input, output]. */
export type Row = readonly [number, number, string | readonly [string, string | null]];

interface Recorded {
  /** The number of this session. */
  readonly current: number;
  /** Of all sessions, by session and line. */
  readonly entries: readonly Entry[];
  /** Results of this session's cells. */
  readonly outputs: ReadonlyMap<number, string>;
}

/** How many cells `tail` gives if it is not said, as in ipykernel. */
const usualTail = 10;

/** What a `history_request` asks for. `raw` makes no difference here: cells are kept as they were typed. */
export function queried(content: JsonObject, recorded: Recorded): Row[] {
  const entries = selected(content, recorded);
  const withOutput = booleanOf(content, "output", false);
  return entries.map(({ session, line, code }) => {
    if (!withOutput) return [session, line, code];
    const output = session === recorded.current || session === 0 ? recorded.outputs.get(line) : undefined;
    return [session, line, [code, output ?? null]];
  });
}

function selected(content: JsonObject, { entries, current }: Recorded): readonly Entry[] {
  const count = integerOf(content, "n");
  switch (textOf(content, "hist_access_type")) {
    case "tail":
      return last(entries, count ?? usualTail);
    case "range":
      return range(content, entries, current);
    case "search": {
      const matches = globMatcher(textOf(content, "pattern") ?? "*");
      const found = entries.filter(({ code }) => matches(code));
      const shown = booleanOf(content, "unique", false) ? newest(found) : found;
      return count === undefined ? shown : last(shown, count);
    }
    default:
      return [];
  }
}

/**
 * Session 0 is this one, negative numbers count back from it. `stop` is not included. Rows of session 0 say that they
 * are of session 0, as ipykernel's do.
 */
function range(content: JsonObject, entries: readonly Entry[], current: number): readonly Entry[] {
  const asked = integerOf(content, "session") ?? 0;
  const session = asked <= 0 ? current + asked : asked;
  const own = session === current;
  const lines = entries.filter((entry) => entry.session === session);
  const end = (lines.at(-1)?.line ?? 0) + 1;
  // Only within this session negative numbers count from the end.
  const position = (value: number) => (own && value < 0 ? end + value : value);
  const start = position(integerOf(content, "start") ?? 0);
  const stop = position(integerOf(content, "stop") ?? 0) || end;
  return lines
    .filter(({ line }) => line >= start && line < stop)
    .map((entry) => (asked === 0 ? { ...entry, session: 0 } : entry));
}

/** Of equal cells the one that ran last. */
function newest(entries: readonly Entry[]): Entry[] {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]));
  return entries.filter((entry) => byCode.get(entry.code) === entry);
}

function last<T>(items: readonly T[], count: number): readonly T[] {
  return count <= 0 ? [] : items.slice(-count);
}
