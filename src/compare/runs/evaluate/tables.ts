/* Counts of samples: who was taken for whom, and who went where. */
import type { RoutePrediction } from "../../../model/prediction";
import type { RouteRecord } from "../../report/report";
import type { Truth } from "./truth";

/** `table[true class][answer]`: number of labelled samples with an answer. */
export function confusionTable(answers: Int32Array, labels: Int32Array, classes: number): number[][] {
  const table = zeros(classes);
  labels.forEach((label, sample) => {
    const answer = answers[sample]!;
    if (label >= 0 && answer >= 0) table[label]![answer]! += 1;
  });
  return table;
}

/** Where the labelled samples of each group went, and how many of them were answered correctly in the end. */
export function routeRecord(route: RoutePrediction, answers: Int32Array, truth: Truth): RouteRecord {
  const flow = zeros(route.branches.length);
  const correct = zeros(route.branches.length);
  truth.groups.forEach((group, sample) => {
    const taken = route.taken[sample]!;
    if (group < 0 || taken < 0) return;
    flow[group]![taken]! += 1;
    if (answers[sample] === truth.classes[sample]) correct[group]![taken]! += 1;
  });
  return { branches: route.branches, flow, right: correct };
}

function zeros(size: number): number[][] {
  return Array.from({ length: size }, () => Array<number>(size).fill(0));
}
