/* What the losses of a phase's samples are multiplied with, by their class. */
import type { Phase } from "../graph/ir";
import type { GraphIndex, SampleFacts } from "../program";

/**
 * By path of the head, a factor for each of its classes; heads without class weights have none. `balanced`: n / (K · n_k) over the
 * labelled ones of the samples that train (King and Zeng 2001, as scikit-learn has it); 1 for a class that none of them has.
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
    const { classWeights, classes } = index.head(path);
    if (!classWeights || !classes) continue;
    const factors =
      classWeights === "balanced"
        ? balanced(classes.length, data.labels(path)?.labels ?? new Int32Array(0), samples)
        : Float32Array.from(classWeights);
    weights.set(path, factors);
  }
  return weights;
}

function balanced(classes: number, labels: ArrayLike<number>, samples: Int32Array): Float32Array {
  const counts = new Float64Array(classes);
  for (const sample of samples) {
    const label = labels[sample] ?? -1;
    if (label >= 0) counts[label]! += 1;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : all / (classes * count)));
}
