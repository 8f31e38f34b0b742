/* From finished runs to the report. */
import { availableParallelism } from "node:os";
import type { BackendInfo } from "../../backend";
import type { Dataset } from "../../data/dataset";
import { countParameters, expectedFlops, totalFlops, type Graph } from "../../graph";
import type { NormalTask } from "../normal";
import type { PlannedRun } from "../experiment/plan";
import type { ApproachRecord, FailureRecord, Report, ReportNotice, RunRecord } from "./report";
import type { FinishedRun } from "./finished-run";
import { comparePairs, summariseRuns } from "./summary";
import type { UnderstoodExperiment } from "../experiment/understand";
import { readoutOf } from "../readout";

/** What the runs of a comparison came to. */
export interface Findings {
  readonly finished: ReadonlyMap<PlannedRun, FinishedRun>;
  readonly failures: readonly FailureRecord[];
  readonly notices: readonly ReportNotice[];
  readonly backend: BackendInfo;
}

/** The report of a comparison, or of as much of it as there is. */
export function assembleReport(
  { normalised, compiled, plan, weightsOf }: UnderstoodExperiment,
  data: Dataset,
  { finished, failures, notices, backend }: Findings,
): Report {
  const { task, approaches } = normalised;
  // In the order of the plan, whatever was resumed.
  const runs = plan.runs.flatMap((planned) => finished.get(planned) ?? []);
  const runsOf = (name: string): RunRecord[] =>
    runs.map(({ record }) => record).filter(({ approach }) => approach === name);
  const tested = approaches.filter(({ name }) => runsOf(name).length > 0).map(({ name }) => name);
  const missing = plan.runs.length - runs.length - failures.length;
  return {
    name: normalised.name,
    created: new Date().toISOString(),
    machine: {
      backend: backend.name,
      version: backend.version,
      cores: availableParallelism(),
      node: process.versions.node,
    },
    task: {
      target: task.target,
      classes: task.classes,
      gate: task.gate,
      groups: Object.fromEntries(task.groups.map(({ name, members }) => [name, members])),
      samples: samplesOf(data, task),
    },
    approaches: approaches.map(({ name, type }) => ({
      name,
      type,
      ...(weightsOf[name] !== undefined && { weightsOf: weightsOf[name] }),
      ...costOf(compiled[name]!, task, runsOf(name)),
    })),
    runs: runs.map(({ record }) => record),
    summary: Object.fromEntries(tested.map((name) => [name, summariseRuns(runsOf(name))])),
    pairs: comparePairs(tested, runs),
    ...(notices.length > 0 && { notices }),
    ...(failures.length > 0 && { failures }),
    ...(missing > 0 && { missing }),
  };
}

/** Labelled samples of each class. */
function samplesOf({ labels }: Dataset, { target, classes }: NormalTask): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels[target]!) if (label >= 0) counts[label]! += 1;
  return counts;
}

function costOf(
  graph: Graph,
  task: { readonly target: string; readonly gate: string },
  runs: readonly RunRecord[],
): Pick<ApproachRecord, "parameters" | "flops"> {
  return {
    parameters: countParameters(graph, graph.variables.keys()).all,
    flops: { expected: meanFlops(graph, task, runs), all: totalFlops(graph) },
  };
}

/**
 * FLOPs for one of the test samples of all runs, on average: each run with its own shares, since those of a route within a
 * branch are of the samples that came there in that run.
 */
function meanFlops(
  graph: Graph,
  task: { readonly target: string; readonly gate: string },
  runs: readonly RunRecord[],
): number {
  const samples = runs.reduce((sum, run) => sum + run.samples.test, 0);
  if (samples === 0) return expectedFlops(graph);
  const route = readoutOf(graph, task)?.route;
  const all = runs.map((run) => run.samples.test * expectedFlops(graph, sharesOf(run, graph, route)));
  return all.reduce((sum, flops) => sum + flops, 0) / samples;
}

/** The shares of a run by route. One from before all routes were recorded tells of the answering one's first choices only. */
function sharesOf(
  { shares = {}, routes }: RunRecord,
  graph: Graph,
  answering: string | undefined,
): Readonly<Record<string, readonly number[]>> {
  if (answering === undefined || !routes || Object.hasOwn(shares, answering)) return shares;
  const taken = routes.branches.map((_, branch) => routes.flow.reduce((sum, row) => sum + row[branch]!, 0));
  const total = taken.reduce((sum, count) => sum + count, 0);
  if (total === 0) return shares;
  // In the order of the network, which a graph file may have chosen itself.
  const keys = (graph.nodes.get(answering)?.branches ?? []).map(({ key }) => key);
  return { ...shares, [answering]: keys.map((key) => (taken[routes.branches.indexOf(key)] ?? 0) / total) };
}
