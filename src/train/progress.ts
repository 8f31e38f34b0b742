import type { Notice } from "../notice";

/** How far a long run is. */
export interface ProgressEvent {
  readonly phase: string;
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Steps done of all steps of all phases (early stopping may need fewer). */
  readonly done: number;
  readonly total: number;
  /** Metrics of this epoch so far: `loss`, `accuracy`, `species/loss`, … */
  readonly figures: Readonly<Record<string, number>>;
  /** Estimated from the pace so far; `undefined` at the start. */
  readonly secondsLeft: number | undefined;
}

/** Where progress is shown. `update` is called after every step: a sink throttles itself. */
export interface ProgressSink {
  update(event: ProgressEvent): void;
  /** Something that nobody should overlook: in a line of its own. A sink without it shows none. */
  notice?(notice: Notice): void;
  /** The run is over; `message` says how, where it did not simply finish. */
  end(message?: string): void;
}
