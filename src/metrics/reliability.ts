/* How often what was said with so much confidence comes true. */
import { largestEntries } from "../choice";

/** Samples of about one confidence: those with `from` < confidence <= `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  /** Mean of the largest probabilities; `undefined` in an empty bin, as `accuracy`. */
  readonly confidence: number | undefined;
  readonly accuracy: number | undefined;
}

export interface Reliability {
  /** With a label and an answer: all that follows is of these. */
  readonly samples: number;
  readonly accuracy: number;
  /** Mean of -log p(label), natural logarithm. */
  readonly logLoss: number;
  /** Mean over the samples of Σ (p(class) - [class is the label])² over the classes (Brier 1950). */
  readonly brier: number;
  /**
   * Expected calibration error (Guo et al. 2017, "On calibration of modern neural networks", equation 3):
   * Σ over the bins of samples / all · |accuracy - confidence|, the confidence being the largest probability.
   */
  readonly ece: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * How good probabilities are, over the samples that have a label.
 *
 * @param probabilities `[samples, classes]`; rows with NaN (the head did not run) count nowhere
 * @param labels class numbers, -1 for none
 * @param bins of equal width over 0 to 1: 15 as in Guo et al.
 * @returns `undefined` where no sample counts
 */
export function reliability(
  probabilities: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
  bins = 15,
): Reliability | undefined {
  const answers = largestEntries(probabilities, classes);
  const sums = Array.from({ length: bins }, () => ({ samples: 0, confidence: 0, correct: 0 }));
  let [samples, logLoss, brier] = [0, 0, 0];
  answers.forEach((answer, sample) => {
    const label = labels[sample]!;
    if (label < 0 || answer < 0) return;
    const at = (i: number) => probabilities[sample * classes + i]!;
    const bin = sums[binOf(at(answer), bins)]!;
    bin.samples += 1;
    bin.confidence += at(answer);
    bin.correct += Number(answer === label);
    samples += 1;
    logLoss -= Math.log(Math.max(at(label), Number.MIN_VALUE));
    for (let i = 0; i < classes; i++) brier += (at(i) - Number(i === label)) ** 2;
  });
  if (samples === 0) return undefined;
  return {
    samples,
    accuracy: sums.reduce((sum, { correct }) => sum + correct, 0) / samples,
    logLoss: logLoss / samples,
    brier: brier / samples,
    ece: sums.reduce((sum, { correct, confidence }) => sum + Math.abs(correct - confidence), 0) / samples,
    bins: sums.map((bin, i) => ({
      from: i / bins,
      to: (i + 1) / bins,
      samples: bin.samples,
      confidence: bin.samples > 0 ? bin.confidence / bin.samples : undefined,
      accuracy: bin.samples > 0 ? bin.correct / bin.samples : undefined,
    })),
  };
}

/** The bin of a confidence, of so many of equal width: the first takes 0 too. */
export function binOf(confidence: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
}
