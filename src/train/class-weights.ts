/* What the losses of a phase's samples are multiplied with, by their class. */
import type { Phase } from "../graph/ir";
import type { GraphIndex, HeadLabels, SampleFacts } from "../program";

/**
 * By path of the head, a factor for each of its classes or labels; heads without class weights have none. `balanced`, over the
 * labelled ones of the samples that train: of classes n / (K · n_k) (King and Zeng 2001, as scikit-learn has it), of labels the
 * number of samples without the label by that with it; 1 for a class that none of them has, and for a label that none or all have.
 *
 * @param samples that train
 */
export function classWeightsOf(
  index: GraphIndex,
  { heads }: Pick<Phase, "heads">,
  data: Pick<SampleFacts, "labels">,
  samples: Int32Array,
): ReadonlyMap<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const path of heads) {
    const { classWeights, classes, multiLabel } = index.head(path);
    const names = classes ?? multiLabel?.names;
    if (!classWeights || !names) continue;
    const factors =
      classWeights === "balanced"
        ? balanced(names.length, data.labels(path), samples)
        : Float32Array.from(classWeights);
    weights.set(path, factors);
  }
  return weights;
}

function balanced(count: number, known: HeadLabels | undefined, samples: Int32Array): Float32Array {
  if (!known || known.kind === "values") return new Float32Array(count).fill(1);
  return known.kind === "classes"
    ? balancedClasses(count, known.labels, samples)
    : balancedLabels(known, samples);
}

function balancedClasses(classes: number, labels: Int32Array, samples: Int32Array): Float32Array {
  const counts = new Float64Array(classes);
  for (const sample of samples) {
    const label = labels[sample]!;
    if (label >= 0) counts[label]! += 1;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : all / (classes * count)));
}

function balancedLabels(
  { labels, width }: Extract<HeadLabels, { kind: "labels" }>,
  samples: Int32Array,
): Float32Array {
  const having = new Float64Array(width);
  const lacking = new Float64Array(width);
  for (const sample of samples) {
    for (let label = 0; label < width; label++) {
      const known = labels[sample * width + label]!;
      if (known === 1) having[label]! += 1;
      else if (known === 0) lacking[label]! += 1;
    }
  }
  return Float32Array.from(having, (count, label) =>
    count === 0 || lacking[label] === 0 ? 1 : lacking[label]! / count,
  );
}
