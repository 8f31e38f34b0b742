/* Shares of correct answers. A sample without a label counts nowhere: neither as correct nor as wrong. */
import type { AnswerPrediction, HeadPrediction } from "../../../model/prediction";
import { largestEntries } from "../../../routing";
import { mean } from "../../statistics";
import type { Truth } from "./truth";

/**
 * Share of the samples with a label whose answer is that label; no answer (-1) is a wrong one.
 * `undefined` where no sample has a label.
 */
export function accuracy(answers: Int32Array, labels: Int32Array): number | undefined {
  let correct = 0;
  let labelled = 0;
  labels.forEach((label, sample) => {
    if (label < 0) return;
    labelled++;
    if (answers[sample] === label) correct++;
  });
  return labelled === 0 ? undefined : correct / labelled;
}

/** Means over classes, in which a small class counts as much as a large one. */
export interface ClassMeans {
  /** Mean recall of the classes that have labelled samples. */
  readonly balanced: number;
  /** Mean F1 = 2 correct / (labelled + answered) of the classes that have labelled samples or answers. */
  readonly macroF1: number;
}

/**
 * Balanced accuracy and macro F1, as scikit-learn's `balanced_accuracy_score` and `f1_score(average="macro")` have them. No
 * answer (-1) is a wrong one, and a class of its own in neither. `undefined` where no sample has a label.
 */
export function classMeans(answers: Int32Array, labels: Int32Array, classes: number): ClassMeans | undefined {
  const labelled = new Float64Array(classes);
  const answered = new Float64Array(classes);
  const correct = new Float64Array(classes);
  labels.forEach((label, sample) => {
    if (label < 0) return;
    const answer = answers[sample]!;
    labelled[label]! += 1;
    if (answer >= 0) answered[answer]! += 1;
    if (answer === label) correct[label]! += 1;
  });
  const recalls: number[] = [];
  const scores: number[] = [];
  labelled.forEach((count, label) => {
    if (count > 0) recalls.push(correct[label]! / count);
    if (count + answered[label]! > 0) scores.push((2 * correct[label]!) / (count + answered[label]!));
  });
  return recalls.length === 0 ? undefined : { balanced: mean(recalls), macroF1: mean(scores) };
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
