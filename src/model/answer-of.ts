import { largestEntries } from "../choice";
import type { AnswerPrediction } from "./prediction";

/** The answer of a node over all classes of a target: the likeliest for each sample. */
export function answerOf(
  name: string,
  target: string,
  classes: readonly string[],
  probabilities: Float32Array,
): AnswerPrediction {
  return { name, target, classes, labels: largestEntries(probabilities, classes.length), probabilities };
}
