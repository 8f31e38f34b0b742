import { describe, expect, it } from "vitest";
import { FailedBefore } from "../../../kernel-ext/kernel/src/server/failed-before";
import type { Request } from "../../../kernel-ext/kernel/src/server/message";

const noon = Date.parse("2026-01-01T12:00:00Z");
const none = new Uint8Array();

/** A cell of a front end whose clock showed that many milliseconds after noon when it was sent. */
function sent(
  after: number,
  { session = "s", digits = 6 }: { session?: string; digits?: number } = {},
): Request {
  const whole = new Date(noon + Math.floor(after)).toISOString().slice(0, -5);
  const fraction = ((after % 1_000) / 1_000).toFixed(9).slice(2, 2 + digits);
  return {
    ...{ id: "1", envelope: [], type: "execute_request", header: none, session, parentId: undefined },
    ...{ metadata: {}, content: {}, buffers: [], date: `${whole}.${fraction}Z`, arrived: 70 },
  };
}

/** A cell sent at noon has failed, and its reply went out so many milliseconds after it had arrived. */
function failure(took: number): FailedBefore {
  const failures = new FailedBefore(() => 70 + took);
  failures.failed(sent(0));
  return failures;
}

describe("a cell that arrives when another has failed", () => {
  it("precedes the failure if it was sent before, by the sender's own clock", () => {
    const failures = failure(20);
    expect(failures.precedes(sent(1))).toBe(true);
    expect(failures.precedes(sent(19.9))).toBe(true);
    expect(failures.precedes(sent(500))).toBe(false);
    // From then on the sender knows.
    expect(failures.precedes(sent(2))).toBe(false);
  });

  it("is not taken for older because its date is rounded down", () => {
    expect(failure(5.5).precedes(sent(5.9, { digits: 3 }))).toBe(false);
    expect(failure(6.5).precedes(sent(5.9, { digits: 3 }))).toBe(true);
  });

  it("runs where the sender's clock has been set back", () => {
    expect(failure(20).precedes(sent(-3_600_000))).toBe(false);
  });

  it("of another front end, or without a date, runs", () => {
    const failures = failure(20);
    expect(failures.precedes(sent(1, { session: "other" }))).toBe(false);
    expect(failures.precedes({ ...sent(1), date: undefined })).toBe(false);
    expect(failures.precedes({ ...sent(1), date: "yesterday" })).toBe(false);
  });
});
