/** Whose turn it is when branches alternate. */
export { allSchedules, scheduleOf, type FilledSchedule } from "./schedule-of";
export { importanceWeights } from "./importance";
export { schedules } from "./table.generated";
export type { Schedule, ScheduleOptions, TurnFacts } from "./schedule";
