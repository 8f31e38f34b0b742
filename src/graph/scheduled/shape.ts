/** Where a curve stands, in shares of its way: 0 at its beginning, 1 at its end. */
export interface Progress {
  readonly share: number;
  /** At the beginning of the epoch. */
  readonly ofEpoch: number;
}

/** The form of a curve: its value on the way, where `share` is above 0 and below 1. */
export type Shape = (from: number, to: number, progress: Progress) => number;
