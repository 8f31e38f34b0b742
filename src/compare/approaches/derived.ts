/* Approaches whose graph is derived from the experiment: what they ask of it, and from document to network. */
import { compileGraph, normaliseGraph } from "../../graph";
import type { Graph } from "../../graph";
import type { ProblemReport } from "../../graph/report";
import { approachDefaults, checkGraph } from "../../spec";
import type { ApproachType, GraphSpec, Scale } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { NormalApproach, NormalApproachBase, NormalExperiment } from "../normal";
import type { Approach, Surroundings, TrainedNetwork } from "./approach";
import { blockSources, branchedGroups, type ModuleSources } from "./document";
import * as messages from "./messages";
import { traceProblem } from "./trace";

export interface Derivation<T extends ApproachType> {
  /** Whether it routes by the gate: it then needs groups to choose between. */
  readonly routes: boolean;
  /**
   * Names that its nodes take beside those of the input and the fine target; `gate`: also that of the coarse one; `perGroup`:
   * that of each group with a branch. A task cannot use them otherwise.
   */
  readonly nodeNames: {
    readonly fixed: readonly string[];
    readonly gate: boolean;
    readonly perGroup: boolean;
  };
  /** Options that say how the network answers and nothing of how it is trained. */
  readonly answering?: readonly (keyof NormalApproach<T> & string)[];
  /** Which option stands where in its graph: the key of a node there -> the option. Problems are then shown at the option. */
  readonly options?: Readonly<Record<string, keyof NormalApproach<T> & string>>;
  /** What else it asks of an experiment. */
  readonly check?: Approach<T>["check"];
  /** The modules that its document may use; without it those of the blocks. */
  readonly modules?: (approach: NormalApproach<T>, experiment: NormalExperiment) => ModuleSources;
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
    check: (approach, experiment, report) => {
      const { pointer, type } = approach;
      if (derivation.routes && branchedGroups(experiment).length === 0) {
        report.error(pointer, messages.nothingToBranch(type));
      }
      checkNodeNames(type, derivation, experiment, report);
      derivation.check?.(approach, experiment, report);
    },
    network: (approach, surroundings) => {
      warnOfHeads(approach, derivation, surroundings);
      const document = documentOf(derivation, approach, surroundings);
      const graph = compile(document, derivation, approach, surroundings);
      if (!graph) return undefined;
      const trained = trainedNetwork(document, derivation, approach, surroundings);
      return { spec: document, graph, ...(trained && { trained }) };
    },
  };
}

/** Input, targets and what an approach adds are nodes of one graph: each needs a name of its own. */
function checkNodeNames(
  type: ApproachType,
  { nodeNames: { fixed, gate: usesGate, perGroup } }: Pick<Derivation<ApproachType>, "nodeNames">,
  experiment: NormalExperiment,
  report: ProblemReport,
): void {
  const { input, target, gate } = experiment.task;
  const taken = new Map([
    [input, "/task/input"],
    [target, "/task/target"],
    ...(usesGate ? [[gate, "/task/gate"] as const] : []),
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

/** What an approach says of heads that it does not have would be of no effect. */
function warnOfHeads(
  { name, type, pointer }: NormalApproachBase & { readonly type: string },
  { nodeNames }: Pick<Derivation<ApproachType>, "nodeNames">,
  { experiment: { task }, spec, report }: Surroundings,
): void {
  const written = spec.approaches[name];
  const heads = (written && "heads" in written && written.heads) || {};
  if (nodeNames.gate || !Object.hasOwn(heads, task.gate)) return;
  report.warn(pointerTo(pointer, "heads", task.gate), messages.noHeadOf(task.gate, type), "key");
}

function documentOf<T extends ApproachType>(
  { derive }: Derivation<T>,
  approach: NormalApproach<T>,
  { experiment, data, spec }: Surroundings,
): GraphSpec {
  const document = derive(approach, experiment, data.shape);
  return withScale(document, data.scale ?? ("scale" in spec.data ? spec.data.scale : undefined));
}

/** The document with its scale written out, so that it trains alone to the same numbers. */
function withScale(document: GraphSpec, scale: Scale | undefined): GraphSpec {
  if (scale === undefined) return document;
  const inputs = Object.entries(document.inputs).map(([name, input]) => [name, { ...input, scale }] as const);
  return { ...document, inputs: Object.fromEntries(inputs) };
}

/**
 * The network that is trained, where another way of answering is asked for than by default: that with the default one. So
 * approaches that only answer otherwise train one network.
 */
function trainedNetwork<T extends ApproachType>(
  document: GraphSpec,
  derivation: Derivation<T>,
  approach: NormalApproach<T>,
  surroundings: Surroundings,
): TrainedNetwork | undefined {
  const { answering } = derivation;
  if (!answering) return undefined;
  const defaults = approachDefaults(approach.type);
  const plain = Object.fromEntries(answering.map((option) => [option, defaults[option]]));
  const spec = documentOf(derivation, { ...approach, ...plain }, surroundings);
  if (JSON.stringify(spec) === JSON.stringify(document)) return undefined;
  const { graph } = compileGraph(normaliseGraph(spec));
  return graph && { spec, graph };
}

function compile<T extends ApproachType>(
  document: GraphSpec,
  { modules, options = {} }: Derivation<T>,
  approach: NormalApproach<T>,
  { experiment, spec, report }: Surroundings,
): Graph | undefined {
  const invalid = checkGraph(document);
  const { graph, problems } = invalid.some(({ severity }) => severity === "error")
    ? { graph: undefined, problems: invalid }
    : compileGraph(normaliseGraph(document));
  const sources = modules?.(approach, experiment) ?? blockSources(experiment);
  for (const problem of problems) {
    const traced = traceProblem(problem, { document, approach, experiment, spec, sources, options });
    const { pointer, message, hint = "", severity } = traced;
    // The report keeps one error for each pointer: a layer that does not fit is wrong in every approach.
    if (severity === "error") report.error(pointer, { message, hint });
    else report.warn(pointer, { message, hint });
  }
  return graph;
}
