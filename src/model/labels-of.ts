/* What heads over labels say of samples: which labels each has, and which are the likeliest. */
import type { Graph } from "../graph/ir";
import { TOP } from "./candidates";
import type {
  Candidate,
  CandidateOptions,
  CandidatesPrediction,
  HeadPrediction,
  LabelsPrediction,
  Prediction,
} from "./prediction";

/**
 * By the short name of each head over labels what it says.
 *
 * @param read by path of the head
 * @param threshold of all of them; each head's own without it
 */
export function labelsOfHeads(
  { heads }: Pick<Graph, "heads">,
  read: ReadonlyMap<string, HeadPrediction>,
  threshold: number | undefined,
): Prediction["labels"] {
  return Object.fromEntries(
    heads.flatMap(({ path, name, target, multiLabel }) => {
      if (!multiLabel) return [];
      const { values } = read.get(path)!;
      const head = { name, target, labels: multiLabel.names };
      return [[name, labelsOf(head, values, threshold ?? multiLabel.threshold)]];
    }),
  );
}

/** The likeliest labels of every sample, by heads outside of branches. */
export function rankedLabels(
  { body }: Pick<Graph, "body">,
  labels: Prediction["labels"],
  options: CandidateOptions,
): NonNullable<Prediction["candidates"]> {
  return Object.fromEntries(
    body.flatMap((node) =>
      node.kind === "head" && node.multiLabel
        ? [[node.name, labelCandidates(labels[node.name]!, options)]]
        : [],
    ),
  );
}

/** The labels of each sample: those whose probability is above the threshold. */
function labelsOf(
  head: Pick<LabelsPrediction, "name" | "target" | "labels">,
  probabilities: Float32Array,
  threshold: number,
): LabelsPrediction {
  const { name, target, labels } = head;
  const chosen = Uint8Array.from(probabilities, (probability) => Number(probability > threshold));
  const samples = ranked(labels.length, probabilities, (place) => chosen[place] === 1).map((own) =>
    own.map((label) => labels[label]!),
  );
  return { name, target, labels, threshold, samples, chosen, probabilities };
}

/** The likeliest labels of each sample, whatever the threshold. */
function labelCandidates(
  { name, target, labels, probabilities }: LabelsPrediction,
  { top = TOP, atLeast = 0 }: CandidateOptions,
): CandidatesPrediction {
  const isLikely = (place: number): boolean => probabilities[place]! > 0 && probabilities[place]! >= atLeast;
  const samples = ranked(labels.length, probabilities, isLikely).map((own, sample) =>
    own.slice(0, top).map((label): Candidate => {
      const probability = probabilities[sample * labels.length + label]!;
      return { class: labels[label]!, label, probability, route: [] };
    }),
  );
  return { name, target, classes: labels, samples };
}

/** For each sample those of its labels that are to be kept, by their places in `size * labels`: the likeliest first. */
function ranked(width: number, probabilities: Float32Array, keep: (place: number) => boolean): number[][] {
  return Array.from({ length: probabilities.length / width }, (_, sample) => {
    const start = sample * width;
    const kept: number[] = [];
    for (let label = 0; label < width; label++) if (keep(start + label)) kept.push(label);
    return kept.sort((a, b) => probabilities[start + b]! - probabilities[start + a]! || a - b);
  });
}
