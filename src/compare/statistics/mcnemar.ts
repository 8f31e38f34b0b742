/** Two classifiers on the same samples: how many only the one or only the other got correct, and p. */
export interface McNemarTest {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Two-sided, exact binomial; conservative. */
  readonly exact: number;
  /** Two-sided mid-p: half of the probability of the observed split is left out; closer to its nominal level. */
  readonly midP: number;
}

/**
 * McNemar's test for a single run of two approaches (McNemar 1947; the exact and the mid-p form as in Fagerland,
 * Lydersen and Laake 2013, BMC Medical Research Methodology 13:91).
 *
 * Only samples on which the two disagree say anything: if neither is better, each of these falls to either side
 * with probability 1/2.
 *
 * @param first, second for each sample 1 where the approach was correct, 0 where not; samples in one order
 * @throws RangeError where the lengths differ
 */
export function mcnemarTest(first: ArrayLike<number>, second: ArrayLike<number>): McNemarTest {
  if (first.length !== second.length) throw new RangeError("the two were not tested on the same samples");
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let sample = 0; sample < first.length; sample++) {
    if (first[sample] === second[sample]) continue;
    if (first[sample]) onlyFirst++;
    else onlySecond++;
  }
  const disagree = onlyFirst + onlySecond;
  const less = Math.min(onlyFirst, onlySecond);
  const { below, at } = halfBinomial(less, disagree);
  // Where both sides are the same, the two tails overlap in the middle.
  const exact = onlyFirst === onlySecond ? 1 : Math.min(1, 2 * (below + at));
  const midP = onlyFirst === onlySecond ? 1 - at / 2 : 2 * below + at;
  return { onlyFirst, onlySecond, exact, midP: disagree === 0 ? 1 : midP };
}

/** P(X < k) and P(X = k) for X ~ Binomial(n, 1/2); in logarithms, since 2^-n underflows from n = 1075 on. */
function halfBinomial(k: number, n: number): { below: number; at: number } {
  let logarithm = -n * Math.LN2;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += Math.exp(logarithm);
    logarithm += Math.log((n - i) / (i + 1));
  }
  return { below, at: Math.exp(logarithm) };
}
