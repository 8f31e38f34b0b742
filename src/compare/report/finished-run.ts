import type { RunRecord } from "./report";

/** One finished run, and what its report does not hold. */
export interface FinishedRun {
  readonly record: RunRecord;
  /** For each labelled test sample, in order: 1 where the answer was correct, 0 where not. */
  readonly correct: Uint8Array;
}
