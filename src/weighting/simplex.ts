/* Convex functions of weights that are at least 0 and sum to 1. */

/** Halvings of the way in one direction: as many as a double has digits. */
const HALVINGS = 60;

/**
 * The weights at which a convex function is least, by its gradient: weight goes from the head that gains least to the one that
 * gains most (pairwise Frank-Wolfe, Lacoste-Julien and Jaggi 2015), each time as far as the function falls, until no exchange
 * gains. With two heads it is there after one.
 *
 * @param tolerance how much two heads may differ in the gradient at the end: the function is then no further above its minimum
 */
export function leastOnSimplex(
  size: number,
  gradientAt: (weights: readonly number[]) => readonly number[],
  tolerance: number,
): number[] {
  const weights = Array.from({ length: size }, () => 1 / size);
  for (let round = 0; round < 200 * size; round++) {
    const gradient = gradientAt(weights);
    let best = 0;
    let worst = -1;
    gradient.forEach((slope, i) => {
      if (slope < gradient[best]!) best = i;
      if (weights[i]! > 0 && (worst === -1 || slope > gradient[worst]!)) worst = i;
    });
    // Not so where a number is NaN: it ends here.
    if (!(gradient[worst]! - gradient[best]! > tolerance)) break;
    const [from, to] = [weights[worst]!, weights[best]!];
    const move = (step: number): void => {
      weights[worst] = from - step;
      weights[best] = to + step;
    };
    const falls = (step: number): boolean => {
      move(step);
      const slopes = gradientAt(weights);
      return slopes[best]! < slopes[worst]!;
    };
    if (falls(from)) continue;
    let [low, high] = [0, from];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (falls(middle)) low = middle;
      else high = middle;
    }
    move(low);
    if (low === 0) break;
  }
  return weights;
}
