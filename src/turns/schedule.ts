import type { RandomStream } from "../backend/random";
import type { ScheduleName, ScheduleSpec } from "../spec/language";

/** What is known of the turns at the start of an epoch: lists with a number for each turn. */
export interface TurnFacts {
  /** How many batches its samples make. */
  readonly batches: readonly number[];
  readonly samples: readonly number[];
  /**
   * Its loss in the last epoch that had one: of its heads on its own samples, each times its weight. `undefined` where
   * there was none yet.
   */
  readonly losses: readonly (number | undefined)[];
}

/** The options of a schedule, all of them there. */
export type ScheduleOptions<T extends ScheduleName> = Omit<
  Required<Extract<ScheduleSpec, { type: T }>>,
  "type"
>;

/** Whose turn it is when branches alternate. */
export interface Schedule<T extends ScheduleName = ScheduleName> {
  /** Whether an epoch may pass without a turn that has samples: then its heads have no figures in that epoch. */
  readonly drawn: boolean;
  /**
   * The order of one epoch: numbers of turns, one for each step, as many as all turns have batches. It is fixed before the
   * first step and follows from its arguments alone, so that a run that goes on in the middle of an epoch finds the same.
   *
   * @param options of the spec, and `random`: the epoch's own stream
   */
  order(turns: TurnFacts, options: ScheduleOptions<T> & { readonly random: RandomStream }): number[];
  /**
   * How likely each turn is to have a step, in sum 1: what `importanceWeights` go by. Absent where each batch has one step in
   * an epoch: then it is the turn's share of the batches.
   */
  chances?(turns: TurnFacts, options: ScheduleOptions<T>): number[];
}
