/** Whose turn it is when branches alternate. */
import { OpenTable } from "../open-table";
import type { ScheduleName } from "../spec/language";
import type { Schedule } from "./schedule";
import { schedules } from "./table.generated";

/** The built-in schedules, and those of one's own. */
export const allSchedules = new OpenTable<ScheduleName, Schedule>("turns", schedules);

export { schedules };
export type { Schedule, TurnFacts } from "./schedule";
