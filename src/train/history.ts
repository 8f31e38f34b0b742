/** What one step of a training took and what it moved. */
export interface StepRecord {
  /** Number of the step in the run, from 1, the steps before a resume included. */
  readonly step: number;
  readonly phase: string;
  /** The epoch of the phase that it belongs to, from 1. */
  readonly epoch: number;
  /** Whose turn it was: a value of the tag, or a head. Absent where nothing alternates. */
  readonly turn?: string;
  /** How many samples its batches had, those of inactive turns included. */
  readonly samples: number;
  /**
   * By head, the loss over the batch as it is minimised, the head's weight apart; of an alternation the heads of the active
   * turn. A head without a label in the batch has none.
   */
  readonly losses: Readonly<Record<string, number>>;
  /**
   * Paths of the weights that received an update, and of the moving statistics that followed the batch, in the order of the
   * network. What is not named is bit for bit what it was. (An update can be of 0: where every gradient of a weight is.)
   */
  readonly moved: readonly string[];
}

/** One epoch of one phase. Keys of `figures`, its metrics: `loss`, `accuracy`, `species/loss`, `val/species/accuracy`, … */
export interface EpochRecord {
  readonly phase: string;
  /** Counted from 1 within the phase. */
  readonly epoch: number;
  /** Wall time of the epoch in seconds. */
  readonly seconds: number;
  readonly figures: Readonly<Record<string, number>>;
  /**
   * Of an alternation: what each turn that had a step lost on its own samples, the losses of its heads each times its
   * weight. So two data types that share a head have a loss each.
   */
  readonly turns?: Readonly<Record<string, number>>;
}
