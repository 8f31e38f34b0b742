import type { RandomStream } from "../backend/random";
import type { ScheduleName, ScheduleSpec } from "../spec/language";
import type { Schedule, ScheduleOptions, TurnFacts } from "./schedule";
import { schedules } from "./table.generated";

/** A schedule with its options filled in. */
export interface FilledSchedule {
  readonly drawn: boolean;
  /** The order of one epoch: numbers of turns. */
  order(turns: TurnFacts, random: RandomStream): number[];
  /** How likely each turn is to have a step; `undefined` where each batch has one step in an epoch. */
  chances(turns: TurnFacts): number[] | undefined;
}

/** The schedule that a spec names. */
export const scheduleOf = (spec: Required<ScheduleSpec>): FilledSchedule => filled(spec.type, spec);

function filled<T extends ScheduleName>(type: T, options: ScheduleOptions<T>): FilledSchedule {
  const schedule: Schedule<T> = schedules[type];
  return {
    drawn: schedule.drawn,
    order: (turns, random) => schedule.order(turns, { ...options, random }),
    chances: (turns) => schedule.chances?.(turns, options),
  };
}
