/** Every approach, and what it makes of an experiment. */
import type { ProblemReport } from "../../graph/report";
import type { ApproachType } from "../../spec/language";
import type { NormalApproach, NormalExperiment } from "../normal";
import type { Approach, ApproachNetwork, OpenedGraph, Surroundings } from "./approach";
import { approaches } from "./table.generated";

export { approaches };
export type { ApproachNetwork, GraphOpener, OpenedGraph, SampleShape, TrainedNetwork } from "./approach";

/** What the approaches of an experiment ask of it beyond what the language asks. */
export function checkApproaches(experiment: NormalExperiment, report: ProblemReport): void {
  for (const approach of experiment.approaches) kindOf(approach).check?.(approach, experiment, report);
}

/** The network of an approach; `undefined` and problems in the report where it can have none. */
export function networkOf<Opened extends OpenedGraph>(
  approach: NormalApproach,
  surroundings: Surroundings<Opened>,
): ApproachNetwork<Opened> | undefined {
  return kindOf(approach).network(approach, surroundings);
}

function kindOf<T extends ApproachType>({ type }: { readonly type: T }): Approach<T> {
  return approaches[type];
}
