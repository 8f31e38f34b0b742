/** Whose turn it is when branches alternate. */
export { schedules } from "./table.generated";
export type { Schedule, TurnFacts } from "./schedule";
