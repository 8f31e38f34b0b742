/* Approaches whose graph is derived from the experiment: what they ask of it, and from document to network. */
import { compileGraph, normaliseGraph } from "../../graph";
import type { ProblemReport } from "../../graph/report";
import { checkGraph } from "../../spec";
import type { ApproachType, GraphSpec, Scale } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { NormalApproach, NormalApproachBase, NormalExperiment } from "../normal";
import type { Approach, ApproachNetwork, Surroundings } from "./approach";
import { branchedGroups } from "./document";
import * as messages from "./messages";
import { traceProblem } from "./trace";

export interface Derivation<T extends ApproachType> {
  /** Whether it routes: it then needs groups to choose between. */
  readonly routes: boolean;
  /**
   * Names that its nodes take beside those of the input and the targets; `perGroup`: also that of each group with a
   * branch. A task cannot use them otherwise.
   */
  readonly nodeNames: { readonly fixed: readonly string[]; readonly perGroup: boolean };
  /**
   * Its network as a document that a person could have written: with modules, shorthand and no default spelt out.
   *
   * @param shape of one sample of the input
   */
  readonly derive: (
    approach: NormalApproach<T>,
    experiment: NormalExperiment,
    shape: readonly number[],
  ) => GraphSpec;
}

/** An approach by how its graph is derived. */
export function derived<T extends ApproachType>(derivation: Derivation<T>): Approach<T> {
  return {
    check: ({ pointer, type }, experiment, report) => {
      if (derivation.routes && branchedGroups(experiment).length === 0) {
        report.error(pointer, messages.nothingToBranch(type));
      }
      checkNodeNames(type, derivation, experiment, report);
    },
    network: (approach, surroundings) => {
      const { experiment, data } = surroundings;
      const document = derivation.derive(approach, experiment, data.shape);
      return compile(withScale(document, scaleOf(surroundings)), approach, surroundings);
    },
  };
}

/** Input, targets and what an approach adds are nodes of one graph: each needs a name of its own. */
function checkNodeNames(
  type: ApproachType,
  { nodeNames: { fixed, perGroup } }: Pick<Derivation<ApproachType>, "nodeNames">,
  experiment: NormalExperiment,
  report: ProblemReport,
): void {
  const { input, target, gate } = experiment.task;
  const taken = new Map([
    [input, "/task/input"],
    [target, "/task/target"],
    [gate, "/task/gate"],
  ]);
  for (const node of fixed) {
    const pointer = taken.get(node);
    if (pointer !== undefined) report.error(pointer, messages.nameTaken(node, type));
  }
  if (!perGroup) return;
  for (const group of branchedGroups(experiment)) {
    if (!taken.has(group) && !fixed.includes(group)) continue;
    report.error(pointerTo("/task/groups", group), messages.nameTaken(group, type));
  }
}

function scaleOf({ data, spec }: Surroundings): Scale | undefined {
  return data.scale ?? ("scale" in spec.data ? spec.data.scale : undefined);
}

/** The document with its scale written out, so that it trains alone to the same numbers. */
function withScale(document: GraphSpec, scale: Scale | undefined): GraphSpec {
  if (scale === undefined) return document;
  const inputs = Object.entries(document.inputs).map(([name, input]) => [name, { ...input, scale }] as const);
  return { ...document, inputs: Object.fromEntries(inputs) };
}

function compile(
  document: GraphSpec,
  approach: NormalApproachBase,
  { experiment, spec, report }: Surroundings,
): Omit<ApproachNetwork, "opened"> | undefined {
  const invalid = checkGraph(document);
  const { graph, problems } = invalid.some(({ severity }) => severity === "error")
    ? { graph: undefined, problems: invalid }
    : compileGraph(normaliseGraph(document));
  for (const problem of problems) {
    const traced = traceProblem(problem, document, approach, experiment, spec);
    const { pointer, message, hint = "", severity } = traced;
    // The report keeps one error for each pointer: a layer that does not fit is wrong in every approach.
    if (severity === "error") report.error(pointer, { message, hint });
    else report.warn(pointer, { message, hint });
  }
  return graph && { spec: document, graph };
}
