import type { Request } from "./message";

/** By the sender's clock, in milliseconds. */
interface Moment {
  readonly earliest: number;
  readonly latest: number;
}

interface Failure {
  /** When the reply went out, by our clock. */
  readonly replied: number;
  /** How far our clock is ahead of the sender's, and the time more that the failed cell was under way. */
  readonly ahead: number;
}

/** What seems to have been under way for longer was sent by a clock that has been set back. */
const longestWay = 10_000;

/**
 * Knows which cells were sent by somebody who could not know yet that one before them had failed.
 *
 * A front end sends all cells of a notebook at once, but they arrive one after the other, and the first may have failed
 * before the last is here. When each was sent says its header, by a clock that may differ from ours: by how much is
 * known from the cell that failed, up to the time that it was under way. That time is left out in favour of running:
 * what was sent after the reply had arrived is never taken for older.
 */
export class FailedBefore {
  private readonly bySession = new Map<string, Failure>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** To be called when the reply that says so is on its way. */
  failed({ session, date, arrived }: Request): void {
    const sent = momentOf(date);
    if (session === undefined || !sent) return;
    this.bySession.set(session, { replied: this.now(), ahead: arrived - sent.earliest });
  }

  /** Whether a cell was sent before its sender could know of the failure. */
  precedes({ session, date, arrived }: Request): boolean {
    const failure = session === undefined ? undefined : this.bySession.get(session);
    if (session === undefined || !failure) return false;
    const { replied, ahead } = failure;
    const sent = momentOf(date);
    if (sent && sent.latest + ahead < replied && arrived - (sent.latest + ahead) < longestWay) return true;
    this.bySession.delete(session);
    return false;
  }
}

/** ISO 8601 with any number of digits behind the point; the less there are, the less is known. */
function momentOf(date: string | undefined): Moment | undefined {
  if (date === undefined) return undefined;
  const digits = /\.(\d+)/.exec(date)?.[1] ?? "";
  const earliest = Date.parse(date.replace(/\.\d+/, "")) + Number(`0.${digits || "0"}`) * 1_000;
  return Number.isNaN(earliest) ? undefined : { earliest, latest: earliest + 1_000 / 10 ** digits.length };
}
