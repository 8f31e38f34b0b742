/*
 * Student's t distribution, as far as a confidence interval needs it.
 */

/**
 * The t with `P(|T| <= t) = confidence` for `freedom` degrees of freedom: by bisection of the distribution
 * function, which is exact to 1e-10.
 */
export function studentQuantile(confidence: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (central(high, freedom) < confidence) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (central(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * `P(|T| <= t)` for a whole number of degrees of freedom: the finite series of Abramowitz and Stegun, 26.7.3 (odd)
 * and 26.7.4 (even).
 */
function central(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  const series = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + series) : series;
}
