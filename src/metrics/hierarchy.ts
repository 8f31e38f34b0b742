/* Answers at several levels of a hierarchy against each other and against labels. */

/** Each sample's class at one level; -1 for none. */
type Level = ArrayLike<number>;

/**
 * The share of samples whose answers at two levels agree: the coarser answer is the group of the finer one. Only samples that
 * have both answers count; `undefined` where none has.
 *
 * @param groupOf class of the finer level -> its group
 */
export function agreement(coarse: Level, fine: Level, groupOf: ArrayLike<number>): number | undefined {
  let both = 0;
  let agree = 0;
  for (let sample = 0; sample < fine.length; sample++) {
    const group = coarse[sample]!;
    const label = fine[sample]!;
    if (group < 0 || label < 0) continue;
    both += 1;
    if (groupOf[label] === group) agree += 1;
  }
  return both === 0 ? undefined : agree / both;
}

/** Precision, recall and F1 over a sample's class and all that it belongs to. */
export interface HierarchicalScores {
  /** hP = sum of |answered ∩ true| / sum of |answered|. */
  readonly precision: number;
  /** hR = sum of |answered ∩ true| / sum of |true|. */
  readonly recall: number;
  /** hF = 2 hP hR / (hP + hR). */
  readonly f1: number;
}

/**
 * Hierarchical precision, recall and F1 (Kiritchenko et al. 2005): of every sample the set of its answered classes at all
 * levels and the set of its true ones, without the root. A sample counts at the levels at which it has a label; no answer there
 * (-1) is missing from the answered set. `undefined` where no sample has a label, or none an answer.
 *
 * @param answers for each level the answer's class there, made from the finest answer
 * @param labels for each level the true class
 */
export function hierarchicalScores(
  answers: readonly Level[],
  labels: readonly Level[],
): HierarchicalScores | undefined {
  let answered = 0;
  let real = 0;
  let common = 0;
  labels.forEach((level, i) => {
    for (let sample = 0; sample < level.length; sample++) {
      if (level[sample]! < 0) continue;
      real += 1;
      if (answers[i]![sample]! >= 0) answered += 1;
      if (answers[i]![sample] === level[sample]) common += 1;
    }
  });
  if (real === 0 || answered === 0) return undefined;
  const precision = common / answered;
  const recall = common / real;
  return { precision, recall, f1: common === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
