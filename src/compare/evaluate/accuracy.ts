/* Shares of right answers. A sample without a label counts nowhere: neither as right nor as wrong. */
import type { AnswerPrediction, HeadPrediction } from "../../model/prediction";
import { largestEntries } from "../../routing";
import type { Truth } from "./truth";

/**
 * Share of the samples with a label whose answer is that label; no answer (-1) is a wrong one.
 * `undefined` where no sample has a label.
 */
export function accuracy(answers: Int32Array, labels: Int32Array): number | undefined {
  let right = 0;
  let labelled = 0;
  labels.forEach((label, sample) => {
    if (label < 0) return;
    labelled++;
    if (answers[sample] === label) right++;
  });
  return labelled === 0 ? undefined : right / labelled;
}

/** The gate's accuracy: whether its first choice is the sample's group. */
export function gateAccuracy(gate: HeadPrediction, { groups }: Truth): number | undefined {
  return accuracy(largestEntries(gate.values, gate.width), groups);
}

/**
 * Each sample's likeliest class within its true group, -1 where its branch says nothing of that group: the answers
 * under oracle routing. From the answer's probabilities with the labels as router, so that a joint answer, which
 * weighs all branches, is held to the true group too.
 */
export function oracleAnswers({ probabilities, classes }: AnswerPrediction, truth: Truth): Int32Array {
  return truth.groups.map((group, sample) => {
    let best = -1;
    let most = 0;
    for (const label of truth.members[group] ?? []) {
      const probability = probabilities[sample * classes.length + label]!;
      if (probability > most) {
        most = probability;
        best = label;
      }
    }
    return best;
  });
}

/**
 * By group of several classes: the oracle's accuracy among the samples of that group. A group without a labelled
 * sample is left out.
 */
export function branchAccuracies(
  oracle: Int32Array,
  truth: Truth,
  names: readonly string[],
): Record<string, number> {
  const found: Record<string, number> = {};
  names.forEach((name, group) => {
    if (truth.members[group]!.length < 2) return;
    const own = truth.classes.map((label, sample) => (truth.groups[sample] === group ? label : -1));
    const share = accuracy(oracle, own);
    if (share !== undefined) found[name] = share;
  });
  return found;
}
