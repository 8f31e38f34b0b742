import type { Graph } from "../../graph";
import { ProblemReport } from "../../graph/report";
import { checkExperiment } from "../../spec";
import type { ExperimentSpec, GraphSpec } from "../../spec/language";
import { SpecError, type Problem } from "../../spec/problem";
import {
  checkApproaches,
  networkOf,
  type GraphOpener,
  type OpenedGraph,
  type SampleShape,
  type TrainedNetwork,
} from "../approaches";
import type { NormalExperiment } from "../normal";
import { normaliseExperiment } from "./normalise";
import { planComparison, type ComparisonPlan } from "./plan";

/** An experiment at every stage, each plain data that can be looked at, saved and changed. */
export interface UnderstoodExperiment<Opened extends OpenedGraph = OpenedGraph> {
  /** Every default filled in. */
  readonly normalised: NormalExperiment;
  /** By approach: its graph as a document, as `*.graph.json` would hold it. */
  readonly graphs: Readonly<Record<string, GraphSpec>>;
  /** By approach: what that document means. */
  readonly compiled: Readonly<Record<string, Graph>>;
  /** By approach whose graph was a file already: that file as it was opened. */
  readonly opened: Readonly<Record<string, Opened>>;
  /** By approach whose way of answering is not the default one: the network that is trained in its place. */
  readonly trained: Readonly<Record<string, TrainedNetwork>>;
  /** By approach that is trained as an earlier one is: the first such. One training then serves them all. */
  readonly weightsOf: Readonly<Record<string, string>>;
  readonly plan: ComparisonPlan;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/**
 * From an experiment to its graphs and its plan:
 *
 *   1 check      the language                           spec
 *   2 normalise  defaults, shorthand                    normalise.ts
 *   3 ask        what approaches need of it             approaches/
 *   4 network    of each: derived or read, compiled     approaches/, graph
 *   5 plan       the runs                               plan.ts
 *
 * The same experiment gives the same documents; the data's values play no part, but for the scale that `prepareExperiment` finds.
 *
 * @param options.open reads the graph file of an approach of the type `graph`
 * @throws SpecError with every problem, each at its pointer into the experiment
 */
export function understandExperiment<Opened extends OpenedGraph = OpenedGraph>(
  spec: ExperimentSpec,
  data: SampleShape,
  options: { readonly open?: GraphOpener<Opened> } = {},
): UnderstoodExperiment<Opened> {
  return understandSound(checkWithoutData(spec), data, options.open);
}

/** An experiment that has no errors of its own, before its data is known. */
export interface SoundExperiment {
  readonly spec: ExperimentSpec;
  readonly normalised: NormalExperiment;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/**
 * What can be said of an experiment before its data is read: steps 1 to 3.
 *
 * @throws SpecError where there are errors
 */
export function checkWithoutData(spec: ExperimentSpec): SoundExperiment {
  const found = checkExperiment(spec); //                                                 1
  stopAtErrors(found);
  const normalised = normaliseExperiment(spec); //                                        2
  const report = new ProblemReport();
  checkApproaches(normalised, report); //                                                 3
  const problems = [...found, ...report.problems];
  stopAtErrors(problems);
  return { spec, normalised, problems };
}

/** Steps 4 and 5. @throws SpecError with every problem */
export function understandSound<Opened extends OpenedGraph>(
  { spec, normalised, problems: found }: SoundExperiment,
  data: SampleShape,
  open: GraphOpener<Opened> | undefined,
): UnderstoodExperiment<Opened> {
  const report = new ProblemReport();
  const graphs: Record<string, GraphSpec> = {};
  const compiled: Record<string, Graph> = {};
  const opened: Record<string, Opened> = {};
  const trained: Record<string, TrainedNetwork> = {};
  const surroundings = { experiment: normalised, spec, data, open, report };
  for (const approach of normalised.approaches) {
    const network = networkOf(approach, surroundings); //                                 4
    if (!network) continue;
    graphs[approach.name] = network.spec;
    compiled[approach.name] = network.graph;
    if (network.opened) opened[approach.name] = network.opened;
    if (network.trained) trained[approach.name] = network.trained;
  }
  const problems = [...found, ...report.problems];
  stopAtErrors(problems);
  const plan = planComparison(normalised, compiled); //                                   5
  const weightsOf = sharedTrainings({ ...graphs, ...specsOf(trained) }, opened);
  return { normalised, graphs, compiled, opened, trained, weightsOf, plan, problems };
}

/**
 * By approach the first one before it that trains the same network, whatever it is called. One from a file keeps its own
 * training: what it loads may be another model of the same name.
 */
function sharedTrainings(
  trained: Readonly<Record<string, GraphSpec>>,
  opened: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const first = new Map<string, string>();
  const shared: Record<string, string> = {};
  for (const [approach, spec] of Object.entries(trained)) {
    if (Object.hasOwn(opened, approach)) continue;
    const network = JSON.stringify({ ...spec, name: undefined });
    const earlier = first.get(network);
    if (earlier === undefined) first.set(network, approach);
    else shared[approach] = earlier;
  }
  return shared;
}

const specsOf = (networks: Readonly<Record<string, TrainedNetwork>>) =>
  Object.fromEntries(Object.entries(networks).map(([name, { spec }]) => [name, spec]));

function stopAtErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new SpecError(errors);
}
