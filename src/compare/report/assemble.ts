/* From finished runs to the report. */
import { availableParallelism } from "node:os";
import type { BackendInfo } from "../../backend";
import type { Dataset } from "../../data/dataset";
import { countParameters, expectedFlops, routesOf, totalFlops, type Graph } from "../../graph";
import type { NormalTask } from "../normal";
import type { PlannedRun } from "../experiment/plan";
import type { ApproachRecord, FailureRecord, Report, ReportNotice, RunRecord } from "./report";
import type { FinishedRun } from "./finished-run";
import { comparePairs, summariseRuns } from "./summary";
import type { UnderstoodExperiment } from "../experiment/understand";
import { readoutOf } from "../readout";
import { mean } from "../statistics";

/** What the runs of a comparison came to. */
export interface Findings {
  readonly finished: ReadonlyMap<PlannedRun, FinishedRun>;
  readonly failures: readonly FailureRecord[];
  readonly notices: readonly ReportNotice[];
  readonly backend: BackendInfo;
}

/** The report of a comparison, or of as much of it as there is. */
export function assembleReport(
  { normalised, compiled, plan }: UnderstoodExperiment,
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
  const route = readoutOf(graph, task)?.route;
  const shares = route === undefined ? undefined : takenShares(runs, branchesOf(graph, route));
  return {
    parameters: countParameters(graph, graph.variables.keys()).all,
    flops: {
      expected: expectedFlops(graph, {
        ...otherShares(graph, runs),
        ...(route !== undefined && shares && { [route]: shares }),
      }),
      all: totalFlops(graph),
    },
  };
}

/** By route, the means over the runs of the shares that they recorded. */
function otherShares(graph: Graph, runs: readonly RunRecord[]): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const { path, branches } of routesOf(graph)) {
    const recorded = runs.flatMap(({ shares }) => (shares?.[path] ? [shares[path]] : []));
    if (recorded.length > 0) found[path] = branches.map((_, i) => mean(recorded.map((shares) => shares[i]!)));
  }
  return found;
}

/** Names of a route's branches in the order of the network, which a graph file may have chosen itself. */
function branchesOf(graph: Graph, path: string): readonly string[] {
  const route = graph.nodes.get(path);
  return (route?.branches ?? []).map(({ key }) => key);
}

/** How often the test samples of all runs took each of these branches; `undefined` where none took any. */
function takenShares(runs: readonly RunRecord[], branches: readonly string[]): number[] | undefined {
  const taken = new Map(branches.map((name) => [name, 0]));
  for (const { routes } of runs) {
    routes?.branches.forEach((name, branch) => {
      const count = routes.flow.reduce((sum, row) => sum + row[branch]!, 0);
      taken.set(name, (taken.get(name) ?? 0) + count);
    });
  }
  const total = [...taken.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? undefined : branches.map((name) => taken.get(name)! / total);
}
