import type { Report } from "./report";

/** A class is too large for accuracy alone where its share is more than this many times an equal share. */
const TIMES_EQUAL = 1.5;

/**
 * The largest class and its share of the labelled samples, which is the accuracy of answering nothing else: where that
 * is more than 1.5 times 1 / classes. Accuracy then hides how the small classes fare, and tables and verdict show balanced
 * accuracy and macro F1 beside it.
 */
export function majorityClass({
  classes,
  samples,
}: Report["task"]): { readonly name: string; readonly share: number } | undefined {
  if (!samples) return undefined;
  const total = samples.reduce((sum, count) => sum + count, 0);
  const largest = samples.reduce((best, count, label) => (count > samples[best]! ? label : best), 0);
  const share = total === 0 ? 0 : samples[largest]! / total;
  return share * classes.length > TIMES_EQUAL ? { name: classes[largest]!, share } : undefined;
}
