/** Mean, standard deviation (n - 1) and number of a metric over the runs. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly count: number;
}

/** Arithmetic mean. @throws RangeError for no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the mean of no values");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Unbiased variance: squared distances from the mean over n - 1; 0 for a single value. Two passes, so that nothing cancels. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return values.length > 1 ? squares / (values.length - 1) : 0;
}

/** Mean, standard deviation (n - 1; 0 for a single value) and number of values. */
export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), deviation: Math.sqrt(variance(values)), count: values.length };
}

/** The middle value, or the mean of the two in the middle. @throws RangeError for no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of no values");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
