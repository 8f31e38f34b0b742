import { mean, variance } from "./spread";
import { studentQuantile, studentTwoSided } from "./student-t";

/** What J paired differences say of the true one. */
export interface CorrectedTest {
  /** Mean of the differences. */
  readonly difference: number;
  /** How sure that is; `undefined` where all differences are the same, so that nothing estimates their spread. */
  readonly estimate:
    | {
        /** sqrt((1/J + test/train) * variance). */
        readonly standardError: number;
        /** 95 % interval of the difference. */
        readonly interval: readonly [number, number];
        /** Two-sided. */
        readonly p: number;
      }
    | undefined;
}

/**
 * The corrected resampled t-test of Nadeau and Bengio (2003, "Inference for the Generalization Error", Machine
 * Learning 52, section 5): runs over folds and seeds share most of their training samples, so that the plain paired
 * test finds differences that are not there. The variance of the mean is taken as (1/J + test/train) times the
 * sample variance in place of 1/J times; J - 1 degrees of freedom.
 *
 * @param differences one for each pair of runs, at least two
 * @param testOverTrain samples to test on over samples to train on, in one run
 * @throws RangeError for fewer than two differences
 */
export function correctedTest(differences: readonly number[], testOverTrain: number): CorrectedTest {
  const count = differences.length;
  if (count < 2) throw new RangeError(`a paired test needs at least two runs, not ${count}`);
  const difference = mean(differences);
  if (differences.every((value) => isEqual(value, differences[0]!)))
    return { difference, estimate: undefined };
  const standardError = Math.sqrt((1 / count + testOverTrain) * variance(differences));
  const reach = standardError * studentQuantile(0.975, count - 1);
  return {
    difference,
    estimate: {
      standardError,
      interval: [difference - reach, difference + reach],
      p: studentTwoSided(difference / standardError, count - 1),
    },
  };
}

/**
 * Equal but for rounding: 0.65 - 0.6 and 0.15 - 0.1 are two numbers, and what lies between them is no variance, or any
 * difference would stand. Shares that truly differ do so by more than 1 / samples².
 */
const isEqual = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 8 * Number.EPSILON * Math.max(1, Math.abs(a), Math.abs(b));
