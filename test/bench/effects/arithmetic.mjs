/* Arithmetic of measurements on plain lists. */
export const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** The share of `true`. */
export const shareOf = (list) => list.filter(Boolean).length / list.length;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Mean and standard deviation (n - 1), 0 for one value. */
export function spreadOf(list) {
  const centre = mean(list);
  const squares = list.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { mean: centre, deviation: Math.sqrt(squares / Math.max(1, list.length - 1)), count: list.length };
}

/** Rows of probabilities -> number of the largest. */
export function likeliest(values, width) {
  return Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) if (values[row * width + i] > values[row * width + best]) best = i;
    return best;
  });
}

/** Rows of probabilities -> their entropies in nats. */
export function entropies(values, width) {
  return Array.from({ length: values.length / width }, (_, row) => {
    let sum = 0;
    for (const p of values.subarray(row * width, (row + 1) * width)) if (p > 0) sum -= p * Math.log(p);
    return sum;
  });
}
