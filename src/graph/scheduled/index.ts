import type { Scheduled } from "../../spec/language";

/** The value after so many epochs; the last one outside of training. */
export function scheduledAt(value: Scheduled, epochs: number | undefined): number {
  if (typeof value === "number") return value;
  const { from, to, over } = value;
  return epochs === undefined || epochs >= over ? to : from + ((to - from) * epochs) / over;
}
