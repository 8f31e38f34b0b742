import type { HeadNode } from "../../graph/ir";
import type { SampleFacts } from "../batch";

/** The labels of one head for the rows on which it runs, ready for its loss. */
export interface RowLabels {
  /** Safe labels: 0 where there is none. */
  readonly labels: Int32Array | Float32Array;
  /** 1 where there is a label. */
  readonly mask: Float32Array;
  readonly valid: number;
}

/** No rows at all. */
export const noRows: RowLabels = { labels: new Int32Array(0), mask: new Float32Array(0), valid: 0 };

/** The head's labels for `samples`; `undefined` where none of them has one, so that the head need not run. */
export function rowLabels(data: SampleFacts, head: HeadNode, samples: Int32Array): RowLabels | undefined {
  const known = data.labels(head.path);
  if (!known) return undefined;
  const mask = Float32Array.from(samples, (sample) => known.present[sample]!);
  const valid = mask.reduce((a, b) => a + b, 0);
  if (valid === 0) return undefined;
  if (known.kind === "classes") {
    return { labels: samples.map((sample) => Math.max(0, known.labels[sample]!)), mask, valid };
  }
  const { width } = known;
  const labels = new Float32Array(samples.length * width);
  samples.forEach((sample, row) => {
    labels.set(known.labels.subarray(sample * width, (sample + 1) * width), row * width);
  });
  return { labels, mask, valid };
}
