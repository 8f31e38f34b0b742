import { compileGraph, type Graph, normaliseGraph } from "../../graph";
import { ProblemReport } from "../../graph/report";
import { checkExperiment, checkGraph } from "../../spec";
import type { ExperimentSpec, GraphSpec, Scale } from "../../spec/language";
import { SpecError, type Problem } from "../../spec/problem";
import { derivedApproaches } from "../approaches";
import { checkComparison } from "./check";
import { openGraphFile, type GraphOpener, type OpenedGraph } from "./graph-file";
import type { NormalApproach, NormalExperiment } from "./normal";
import { normaliseExperiment } from "./normalise";
import { planComparison, type ComparisonPlan } from "./plan";
import { traceProblem } from "./trace";

/** What an experiment must know of its data before any of it is used. */
export interface SampleShape {
  /** Shape of one sample of the task's input. */
  readonly shape: readonly number[];
  /** How the derived graphs bring it to a common scale; without it, what the experiment says of its table. */
  readonly scale?: Scale;
}

/** An experiment at every stage, each plain data that can be looked at, saved and changed. */
export interface UnderstoodExperiment<Opened extends OpenedGraph = OpenedGraph> {
  /** Every default filled in. */
  readonly normalised: NormalExperiment;
  /** By approach: its graph as a document, as `*.graph.json` would hold it. */
  readonly graphs: Readonly<Record<string, GraphSpec>>;
  /** By approach: what that document means. */
  readonly compiled: Readonly<Record<string, Graph>>;
  /** By approach of the type `graph`: its file as it was opened. */
  readonly opened: Readonly<Record<string, Opened>>;
  readonly plan: ComparisonPlan;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/**
 * From an experiment to its graphs and its plan:
 *
 *   1 check      the language, then what approaches ask of it   spec, check.ts
 *   2 normalise  defaults, shorthand                          normalise.ts
 *   3 derive     a document for each approach                 approaches/, graph-file.ts
 *   4 compile    shapes, weights, costs of each               graph
 *   5 plan       the runs                                     plan.ts
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
  const found = checkWithoutData(spec); //                                                 1
  const normalised = normaliseExperiment(spec); //                                         2
  const report = new ProblemReport();
  const graphs: Record<string, GraphSpec> = {};
  const compiled: Record<string, Graph> = {};
  const opened: Record<string, Opened> = {};
  for (const approach of normalised.approaches) {
    if (approach.type === "graph") {
      const file = openGraphFile(approach, normalised.task, data.shape, options.open, report);
      if (!file) continue;
      opened[approach.name] = file;
      graphs[approach.name] = file.spec;
      compiled[approach.name] = file.graph;
      continue;
    }
    const derived = derivedApproaches[approach.type].derive(normalised, approach, data.shape); // 3
    const document = withScale(derived, data.scale ?? ("scale" in spec.data ? spec.data.scale : undefined));
    graphs[approach.name] = document;
    const graph = compile(document, approach, normalised, spec, report); //                4
    if (graph) compiled[approach.name] = graph;
  }
  const problems = [...found, ...report.problems];
  stopAtErrors(problems);
  return { normalised, graphs, compiled, opened, plan: planComparison(normalised, compiled), problems }; // 5
}

/** The document with its scale written out, so that it trains alone to the same numbers. */
function withScale(document: GraphSpec, scale: Scale | undefined): GraphSpec {
  if (scale === undefined) return document;
  const inputs = Object.entries(document.inputs).map(([name, input]) => [name, { ...input, scale }] as const);
  return { ...document, inputs: Object.fromEntries(inputs) };
}

/**
 * What can be said of an experiment before its data is read: the warnings.
 *
 * @throws SpecError where there are errors
 */
export function checkWithoutData(spec: ExperimentSpec): Problem[] {
  const problems = checkExperiment(spec);
  stopAtErrors(problems);
  problems.push(...checkComparison(spec));
  stopAtErrors(problems);
  return problems;
}

function compile(
  document: GraphSpec,
  approach: NormalApproach,
  experiment: NormalExperiment,
  spec: ExperimentSpec,
  report: ProblemReport,
): Graph | undefined {
  const invalid = checkGraph(document);
  const { graph, problems } = invalid.some(({ severity }) => severity === "error")
    ? { graph: undefined, problems: invalid }
    : compileGraph(normaliseGraph(document));
  for (const problem of problems) {
    const { pointer, message, hint = "", severity } = traceProblem(problem, approach, experiment, spec);
    // The report keeps one error for each pointer: a layer that does not fit is wrong in every approach.
    if (severity === "error") report.error(pointer, { message, hint });
    else report.warn(pointer, { message, hint });
  }
  return graph;
}

function stopAtErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new SpecError(errors);
}
