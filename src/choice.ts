/* What numbers choose: the largest of a row, or all that are large enough. */

/** Row -> number of its largest entry; the first one among equals, -1 where an entry is NaN. */
export function largestEntries(values: ArrayLike<number>, width: number): Int32Array {
  const size = values.length / width;
  const largest = new Int32Array(size);
  for (let row = 0; row < size; row++) {
    let best = 0;
    for (let i = 0; i < width; i++) {
      const value = values[row * width + i]!;
      if (Number.isNaN(value)) {
        best = -1;
        break;
      }
      if (value > values[row * width + best]!) best = i;
    }
    largest[row] = best;
  }
  return largest;
}

/**
 * Row -> the class that a head's logits choose: the largest of `width`, or for a single logit 1 where it is above 0; -1 where
 * one is NaN.
 */
export function chosenClasses(logits: ArrayLike<number>, width: number): Int32Array {
  return width === 1
    ? Int32Array.from(logits, (logit) => (Number.isNaN(logit) ? -1 : Number(logit > 0)))
    : largestEntries(logits, width);
}

/** The probability of a label by its own logit: a float32, so that it falls on one side of a threshold wherever it is asked for. */
export function labelProbability(logit: number): number {
  return Math.fround(1 / (1 + Math.exp(-logit)));
}
