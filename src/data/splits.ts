/*
 * Which samples train and which test. Stratified: each part has each class in the share that it has in all.
 * Everything follows from the labels and the seed.
 */
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";

/** Sample numbers, ascending. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Samples of each class, in random order; those without a label (-1) are a class of their own, the last. */
function shuffledStrata(labels: Int32Array, seed: number): { label: number; samples: number[] }[] {
  const strata = new Map<number, number[]>();
  for (const sample of randomStream(seed, "split").permutation(labels.length)) {
    const label = labels[sample]!;
    const samples = strata.get(label);
    if (samples) samples.push(sample);
    else strata.set(label, [sample]);
  }
  return [...strata]
    .map(([label, samples]) => ({ label, samples }))
    .sort((one, other) => (one.label < 0 ? 1 : other.label < 0 ? -1 : one.label - other.label));
}

function named(label: number, classes: readonly string[] | undefined): string {
  const name = classes?.[label];
  return name === undefined ? `class ${label}` : `class "${name}"`;
}

/**
 * Stratified k-fold cross-validation: each sample is in the test set of one fold. Folds differ by at most one sample,
 * in each class and in all.
 *
 * @param labels Class number of each sample, -1 where it has none.
 * @param classes Names for the messages.
 * @throws EspalierError where there are fewer than 2 folds, or a class has fewer samples than there are folds.
 */
export function stratifiedFolds(
  labels: Int32Array,
  folds: number,
  seed: number,
  classes?: readonly string[],
): Split[] {
  if (!Number.isInteger(folds) || folds < 2)
    throw new EspalierError(`${folds} folds are not a cross-validation`, { hint: "take 2 or more" });
  const foldOf = new Int32Array(labels.length);
  // Going on where the class before ended spreads the remainders over the folds.
  let next = 0;
  for (const { label, samples } of shuffledStrata(labels, seed)) {
    if (label >= 0 && samples.length < folds)
      throw new EspalierError(
        `the ${named(label, classes)} has ${samples.length} ${samples.length === 1 ? "sample" : "samples"}, fewer than the ${folds} folds`,
        { hint: "take fewer folds, or add samples" },
      );
    for (const sample of samples) foldOf[sample] = next++ % folds;
  }
  return Array.from({ length: folds }, (_, fold) =>
    splitBy(labels.length, (sample) => foldOf[sample] === fold),
  );
}

/**
 * A stratified hold-out: `share` of the samples tests, the others train. The test set has
 * `round(share * samples)` samples where that leaves each class one sample on either side.
 *
 * @param labels Class number of each sample, -1 where it has none.
 * @param classes Names for the messages.
 * @throws EspalierError where the share is not between 0 and 1, or a class has one sample only.
 */
export function stratifiedHoldOut(
  labels: Int32Array,
  share: number,
  seed: number,
  classes?: readonly string[],
): Split {
  if (!(share > 0 && share < 1))
    throw new EspalierError(`a test share of ${share} leaves one side empty`, {
      hint: "take one between 0 and 1, such as 0.2",
    });
  const strata = shuffledStrata(labels, seed);
  const alone = strata.find(({ label, samples }) => label >= 0 && samples.length < 2);
  if (alone)
    throw new EspalierError(
      `the ${named(alone.label, classes)} has one sample, which cannot both train and test`,
      {
        hint: "add samples, or take the class out",
      },
    );
  const counts = testCounts(
    strata.map(({ samples }) => samples.length),
    share,
  );
  const test = new Set(strata.flatMap(({ samples }, i) => samples.slice(0, counts[i])));
  return splitBy(labels.length, (sample) => test.has(sample));
}

/**
 * A hold-out at random: `round(share * samples)` samples test, at least one on either side.
 *
 * @throws EspalierError where the share is not between 0 and 1, or there are fewer than two samples.
 */
export function randomHoldOut(size: number, share: number, seed: number): Split {
  if (size < 2)
    throw new EspalierError(`${size} ${size === 1 ? "sample" : "samples"} cannot both train and test`, {
      hint: "add samples",
    });
  return stratifiedHoldOut(new Int32Array(size).fill(-1), share, seed);
}

/** Largest remainders: whole numbers near `share * size` that add up to the rounded whole. */
function testCounts(sizes: readonly number[], share: number): number[] {
  const exact = sizes.map((size) => size * share);
  const counts = exact.map(Math.floor);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let missing = Math.round(total * share) - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.i - other.i);
  for (const { i } of byRemainder) if (missing-- > 0) counts[i]!++;
  return counts.map((count, i) => (sizes[i]! < 2 ? count : Math.min(Math.max(count, 1), sizes[i]! - 1)));
}

function splitBy(size: number, tests: (sample: number) => boolean): Split {
  const all = Array.from({ length: size }, (_, sample) => sample);
  return {
    train: Int32Array.from(all.filter((sample) => !tests(sample))),
    test: Int32Array.from(all.filter(tests)),
  };
}
