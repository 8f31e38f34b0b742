/** A number, or one that changes while training. */
export type Scheduled = number | ScheduledValue;

/** A number that changes while training, by the epochs since its phase began. */
export interface ScheduledValue {
  from: number;
  to: number;
  over: number;
}
