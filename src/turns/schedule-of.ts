import type { RandomStream } from "../backend/random";
import { OpenTable } from "../open-table";
import type { NormalSchedule, ScheduleName } from "../spec/language";
import type { Schedule, TurnFacts } from "./schedule";
import { schedules } from "./table.generated";

/** A schedule with its options filled in. */
export interface FilledSchedule {
  readonly drawn: boolean;
  /** The order of one epoch: numbers of turns. */
  order(turns: TurnFacts, random: RandomStream): number[];
  /** How likely each turn is to have a step; `undefined` where each batch has one step in an epoch. */
  chances(turns: TurnFacts): number[] | undefined;
}

// The table's type ties each schedule to its own options; a name from elsewhere loses that.
const builtIn = schedules as unknown as Readonly<Record<ScheduleName, Schedule>>;

/** The built-in schedules, and those of one's own. */
export const allSchedules = new OpenTable<ScheduleName, Schedule>("turns", builtIn);

/** The schedule that a spec names. */
export function scheduleOf({ type, ...options }: NormalSchedule): FilledSchedule {
  const schedule = allSchedules.get(type);
  return {
    drawn: schedule.drawn,
    order: (turns, random) => schedule.order(turns, { ...options, random }),
    chances: (turns) => schedule.chances?.(turns, options),
  };
}
