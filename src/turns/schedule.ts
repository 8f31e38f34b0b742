import type { RandomStream } from "../backend/random";

/** What is known of the turns at the start of an epoch: lists with a number for each turn. */
export interface TurnFacts {
  /** How many batches its samples make. */
  readonly batches: readonly number[];
  readonly samples: readonly number[];
  /**
   * Its loss in the last epoch that had one: of its heads, each times its weight. `undefined` where there was none yet.
   * A head that has several turns has one loss, over all of them.
   */
  readonly losses: readonly (number | undefined)[];
}

/** Whose turn it is when branches alternate. */
export interface Schedule {
  /** Whether an epoch may pass without a turn that has samples: then its heads have no figures in that epoch. */
  readonly drawn: boolean;
  /**
   * The order of one epoch: numbers of turns, one for each step, as many as all turns have batches. It is fixed before the
   * first step and follows from its arguments alone, so that a run that goes on in the middle of an epoch finds the same.
   *
   * @param options.alpha the exponent that the spec gives, 1 where it does not
   * @param options.random the epoch's own stream
   */
  order(turns: TurnFacts, options: { readonly alpha: number; readonly random: RandomStream }): number[];
}
