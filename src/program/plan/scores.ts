/* How likely branches are, by row. */
/** What who decides says of each branch, row by row: the larger the likelier, -Infinity rules out, NaN says nothing of the row. */
export interface Scores {
  /** `rows * width` */
  readonly values: ArrayLike<number>;
  /** The branches that it speaks of; those behind them are never chosen by a score. */
  readonly width: number;
}

/**
 * The likeliest so many branches of a row, in that order, the lower number first among equals; a known one before them. None
 * where a score is NaN.
 */
export function likeliest({ values, width }: Scores, row: number, count: number, known = -1): number[] {
  const at = row * width;
  for (let i = 0; i < width; i++) if (Number.isNaN(values[at + i]!)) return known >= 0 ? [known] : [];
  const chosen = known >= 0 ? [known] : [];
  if (count > 2 && count > width / 4) {
    const others = Array.from({ length: width }, (_, i) => i).filter(
      (i) => i !== known && values[at + i]! > -Infinity,
    );
    // Sorting keeps the order of equals.
    others.sort((a, b) => values[at + b]! - values[at + a]!);
    return [...chosen, ...others].slice(0, count);
  }
  while (chosen.length < count) {
    let best = -1;
    for (let i = 0; i < width; i++) {
      if (values[at + i]! > (best < 0 ? -Infinity : values[at + best]!) && !chosen.includes(i)) best = i;
    }
    if (best < 0) break;
    chosen.push(best);
  }
  return chosen;
}

/** The softmax of a row of logits at one place. */
export function probabilityOf({ values, width }: Scores, row: number, branch: number): number {
  const at = row * width;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += Math.exp(values[at + i]! - values[at + branch]!);
  return 1 / sum;
}
