/*
 * Student's t for whole degrees of freedom, which is all that a test over runs needs. There the distribution has
 * closed forms: finite sums over powers of cos(theta), theta = atan(t / sqrt(df)) (Abramowitz and Stegun 1964,
 * 26.7.3 and 26.7.4). A library's incomplete beta function would bring hundreds of packages for the same digits.
 */

/**
 * P(T <= t) in Student's t distribution, to about 1e-15.
 *
 * @param df degrees of freedom, a whole number of at least 1
 * @throws RangeError for other degrees of freedom
 */
export function studentCdf(t: number, df: number): number {
  return 0.5 + Math.sign(t) * 0.5 * withinShare(Math.abs(t), df);
}

/**
 * P(|T| >= |t|): the two-sided p of a test.
 *
 * Absolute error about 1e-15; a p below that is reported as 0.
 *
 * @throws RangeError for degrees of freedom that are no whole number of at least 1
 */
export function studentTwoSided(t: number, df: number): number {
  return Math.max(0, 1 - withinShare(Math.abs(t), df));
}

/**
 * The t with P(T <= t) = p, by bisection of `studentCdf` to the last bit.
 *
 * @param p above 0 and below 1
 * @throws RangeError outside of that, and for degrees of freedom that are no whole number of at least 1
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1, not ${p}`);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let low = 0;
  let high = 1;
  while (studentCdf(high, df) < p) {
    low = high;
    high *= 2;
    if (!Number.isFinite(high)) return high;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (studentCdf(middle, df) < p) low = middle;
    else high = middle;
  }
}

/** P(|T| <= t) for t >= 0. */
function withinShare(t: number, df: number): number {
  if (!Number.isInteger(df) || df < 1) {
    throw new RangeError(`degrees of freedom are a whole number of at least 1, not ${df}`);
  }
  if (t === Infinity) return 1;
  const theta = Math.atan2(t, Math.sqrt(df));
  const sine = Math.sin(theta);
  const cosine = Math.cos(theta);
  const odd = df % 2 === 1;
  // Odd: cos + 2/3 cos^3 + (2 4)/(3 5) cos^5 …; even: 1 + 1/2 cos^2 + (1 3)/(2 4) cos^4 …; both up to cos^(df - 2).
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= df - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine * cosine;
  }
  const share = odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
  return Math.min(1, share);
}
