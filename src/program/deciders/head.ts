import type { RoutingNode } from "../../graph/ir";
import { scheduledAt } from "../../graph/scheduled";
import type { Mode } from "../request";
import { logitScores, type Deciding, type RowFacts } from "./deciding";

/** By logits; while labels route, by the label of those that have one. */
export const head: Deciding<"head"> = {
  known: ({ head: path }, facts) => labelsOf(path, facts),
  scores: (_, read, width) => logitScores(read, width),
};

const labelsRoute = ({ routing }: Mode, { path }: RoutingNode): boolean =>
  typeof routing === "string" ? routing === "labels" : routing.has(path);

function labelsOf(path: string, { batch, mode, route, positions }: RowFacts): Int32Array {
  const labels = labelsRoute(mode, route) ? batch.data.labels(path)?.labels : undefined;
  const known = positions.map((position) => labels?.[batch.samples[position]!] ?? -1);
  const share = mode.training ? scheduledAt(route.teacherForcing, batch.epochs) : 1;
  if (share === 1 || !batch.random) return known;
  const random = batch.random(route.path);
  return known.map((label) => (random.next() < share ? label : -1));
}
