/* Answers against labels, class by class: what accuracies and F1 are made of. */

/** Counts of labelled samples: plain JSON. */
export interface ClassCounts {
  /** By class, the samples that have it as label. */
  readonly labelled: number[];
  /** By class, those that were answered with it. */
  readonly answered: number[];
  /** By class, those where both are the same. */
  readonly correct: number[];
}

export function noCounts(classes: number): ClassCounts {
  const zeros = (): number[] => Array<number>(classes).fill(0);
  return { labelled: zeros(), answered: zeros(), correct: zeros() };
}

/**
 * Adds samples to the counts of their classes. No answer (-1) is a wrong one, and a class of its own nowhere.
 *
 * @param mask 1 where a sample has a label; the others count nowhere
 */
export function countClasses(
  { labelled, answered, correct }: ClassCounts,
  answers: Int32Array,
  labels: ArrayLike<number>,
  mask: ArrayLike<number>,
): void {
  answers.forEach((answer, sample) => {
    if (mask[sample] !== 1) return;
    const label = labels[sample]!;
    labelled[label]! += 1;
    if (answer >= 0) answered[answer]! += 1;
    if (answer === label) correct[label]! += 1;
  });
}

/** How many labelled samples there are, and how many of their answers are the label. */
export function countCorrect(
  answers: Int32Array,
  labels: ArrayLike<number>,
  mask: ArrayLike<number>,
): { correct: number; labelled: number } {
  let correct = 0;
  let labelled = 0;
  answers.forEach((answer, sample) => {
    if (mask[sample] !== 1) return;
    labelled += 1;
    if (answer === labels[sample]) correct += 1;
  });
  return { correct, labelled };
}

/** Mean recall of the classes that have labelled samples; `undefined` where no sample has a label. */
export function balancedAccuracy({ labelled, correct }: ClassCounts): number | undefined {
  return meanOf(labelled.flatMap((count, label) => (count > 0 ? correct[label]! / count : [])));
}

/**
 * Macro F1: the mean of F1 = 2 correct / (labelled + answered) over the classes that have labelled samples or answers, so that
 * a small class counts as much as a large one. Of several counts, over all their classes. `undefined` where no sample has a
 * label.
 */
export function macroF1(counts: readonly ClassCounts[]): number | undefined {
  return meanOf(
    counts.flatMap(({ labelled, answered, correct }) =>
      labelled.flatMap((count, label) => {
        const both = count + answered[label]!;
        return both > 0 ? (2 * correct[label]!) / both : [];
      }),
    ),
  );
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
