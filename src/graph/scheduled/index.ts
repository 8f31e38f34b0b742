/** Values that change while a phase trains, as numbers: without TensorFlow. */
import type { Scheduled, ScheduledValue } from "../../spec/language";
import { shapes } from "./table.generated";

/**
 * What a value is at one moment of a phase. The same epochs give the same number, whether a run was interrupted or not.
 *
 * With `warmUp` it rises evenly from 0 during so many epochs; the curve has the rest of `over` for its way.
 *
 * @param epochs since the phase began, at the beginning of the step: complete ones and the part of the current one whose steps
 *   are done, so 0 at the first step. `undefined`: outside of training, which is after its end
 */
export function scheduledAt(value: Scheduled, epochs: number | undefined): number {
  if (typeof value === "number") return value;
  if (epochs === undefined) return lastOf(value);
  const { warmUp = 0 } = value;
  if ("steps" in value) {
    const [, now] = value.steps.findLast(([start]) => start <= epochs) ?? value.steps[0]!;
    return epochs < warmUp ? (now * epochs) / warmUp : now;
  }
  const { from, to, shape = "linear" } = value;
  // A spec without it gets the epochs of the phase as it is normalised.
  const over = value.over ?? Infinity;
  if (epochs < warmUp) return (from * epochs) / warmUp;
  if (epochs >= over) return to;
  const shareAt = (time: number): number => Math.max(0, (time - warmUp) / (over - warmUp));
  const share = shareAt(epochs);
  return share === 0 ? from : shapes[shape](from, to, { share, ofEpoch: shareAt(Math.floor(epochs)) });
}

/** The least and the largest number that a value can come to, for checks of bounds. */
export function scheduledRange(value: Scheduled): { readonly min: number; readonly max: number } {
  if (typeof value === "number") return { min: value, max: value };
  const { warmUp = 0 } = value;
  const marks = "steps" in value ? value.steps.map(([, number]) => number) : [value.from, value.to];
  return { min: warmUp > 0 ? 0 : Math.min(...marks), max: Math.max(...marks) };
}

function lastOf(value: ScheduledValue): number {
  return "steps" in value ? value.steps.at(-1)![1] : value.to;
}
