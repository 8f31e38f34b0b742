import type { HeadNode } from "../../graph/ir";
import type { SampleFacts } from "../batch";
import type { HeadLabels } from "./head-labels";

/** The labels of one head for the rows on which it runs, ready for its loss. */
export interface RowLabels {
  /** Safe labels: 0 where there is none. Of several labels -1 for those that are not known. */
  readonly labels: Int32Array | Float32Array;
  /** 1 where there is a label. */
  readonly mask: Float32Array;
  readonly valid: number;
  /** What the loss of each row is multiplied with; absent: 1. */
  readonly weights?: Float32Array;
  /** Of several labels, `[labels]`: what the loss of each is multiplied with where a row has it; absent: 1. */
  readonly positiveWeights?: Float32Array;
}

/** No rows at all. */
export const noRows: RowLabels = { labels: new Int32Array(0), mask: new Float32Array(0), valid: 0 };

/**
 * The head's labels for `samples`; `undefined` where none of them has one, so that the head need not run.
 *
 * @param classWeights by class (or label) of the head, in training: then a head whose labelled rows all have the weight 0 need not run either
 */
export function rowLabels(
  data: SampleFacts,
  head: HeadNode,
  samples: Int32Array,
  training = false,
  classWeights?: Float32Array,
): RowLabels | undefined {
  const known = data.labels(head.path);
  if (!known) return undefined;
  const mask = Float32Array.from(samples, (sample) => known.present[sample]!);
  const valid = mask.reduce((a, b) => a + b, 0);
  if (valid === 0) return undefined;
  const weights = weightsOf(known, samples, training ? classWeights : undefined);
  if (training && weights && !weights.some((weight, row) => weight * mask[row]! > 0)) return undefined;
  const positiveWeights = training && known.kind === "labels" ? classWeights : undefined;
  const rest = { mask, valid, ...(weights && { weights }), ...(positiveWeights && { positiveWeights }) };
  if (known.kind === "classes") {
    return { labels: samples.map((sample) => Math.max(0, known.labels[sample]!)), ...rest };
  }
  const { width } = known;
  const labels = new Float32Array(samples.length * width);
  samples.forEach((sample, row) => {
    labels.set(known.labels.subarray(sample * width, (sample + 1) * width), row * width);
  });
  return { labels, ...rest };
}

/** The product of a sample's own weight and that of its class; `undefined` where there are neither. */
function weightsOf(
  known: HeadLabels,
  samples: Int32Array,
  classWeights: Float32Array | undefined,
): Float32Array | undefined {
  const { weights } = known;
  const byClass = known.kind === "classes" ? classWeights : undefined;
  if (!weights && !byClass) return undefined;
  return Float32Array.from(
    samples,
    (sample) => (byClass?.[known.labels[sample]!] ?? 1) * (weights?.[sample] ?? 1),
  );
}
