/** One epoch of one phase. Keys of `figures`, its metrics: `loss`, `accuracy`, `species/loss`, `val/species/accuracy`, … */
export interface EpochRecord {
  readonly phase: string;
  /** Counted from 1 within the phase. */
  readonly epoch: number;
  /** Wall time of the epoch in seconds. */
  readonly seconds: number;
  readonly figures: Readonly<Record<string, number>>;
}
