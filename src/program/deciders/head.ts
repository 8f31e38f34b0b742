import { logitScores, type Deciding, type RowFacts } from "./deciding";

/** By logits; while labels route, by the label of those that have one. */
export const head: Deciding<"head"> = {
  known: ({ head: path }, facts) => labelsOf(path, facts),
  scores: (_, read, width) => logitScores(read, width),
};

function labelsOf(path: string, { batch, mode, positions }: RowFacts): Int32Array {
  const labels = mode.routing === "labels" ? batch.data.labels(path)?.labels : undefined;
  return positions.map((position) => labels?.[batch.samples[position]!] ?? -1);
}
