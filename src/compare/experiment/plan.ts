/* What a comparison is going to do, before it does it. */
import { countParameters, type Graph } from "../../graph";
import type { NormalExperiment } from "../normal";

/** One training and test. */
export interface PlannedRun {
  readonly approach: string;
  readonly seed: number;
  /** Counted from 1. */
  readonly fold: number;
}

/** One phase of an approach's training, in numbers. */
export interface PlannedPhase {
  readonly name: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: string;
  /** Number of values that it moves. */
  readonly parameters: number;
  /** Names of the heads whose losses count. */
  readonly heads: readonly string[];
}

export interface ComparisonPlan {
  /** Seed by seed, fold by fold, and in each fold every approach: pairs are complete early. */
  readonly runs: readonly PlannedRun[];
  /** By approach. */
  readonly phases: Readonly<Record<string, readonly PlannedPhase[]>>;
}

export function planComparison(
  { repeats, approaches }: NormalExperiment,
  compiled: Readonly<Record<string, Graph>>,
): ComparisonPlan {
  const folds = Array.from({ length: repeats.folds }, (_, i) => i + 1);
  return {
    runs: repeats.seeds.flatMap((seed) =>
      folds.flatMap((fold) => approaches.map(({ name }) => ({ approach: name, seed, fold }))),
    ),
    phases: Object.fromEntries(Object.entries(compiled).map(([name, graph]) => [name, phasesOf(graph)])),
  };
}

function phasesOf(graph: Graph): PlannedPhase[] {
  const headName = new Map(graph.heads.map(({ path, name }) => [path, name]));
  return graph.phases.map((phase) => ({
    name: phase.name,
    epochs: phase.epochs,
    batchSize: phase.batchSize,
    optimizer: phase.optimizer.type,
    parameters: countParameters(graph, phase.train).trainable,
    heads: phase.heads.map((path) => headName.get(path) ?? path),
  }));
}
