/*
 * From a spec to what it means, in numbered phases. Each reads what those before it found and reports its own problems;
 * what stands on something faulty is passed over in silence, so that one slip is one problem.
 *
 *   1 targets   class numbers, groups                      targets.ts
 *   2 inputs    the samples that have them                 inputs.ts
 *   3 stacks    modules written out                        modules.ts
 *   4 heads     their names                                declare.ts
 *   5 order     each node after what it needs              order.ts
 *   6 nodes     shapes, variables, FLOPs, routes           nodes/
 *   7 use       what nothing uses                          usage.ts
 *   8 plan      what each training phase moves             plan/
 */
import type { NormalGraph, NormalNode } from "../spec/normal";
import type { Problem } from "../spec/problem";
import type { Build, Loader } from "./build";
import { declareHeads, HeadIndex } from "./declare";
import { resolveInputs } from "./inputs";
import type { Graph, HeadNode, Node } from "./ir";
import type { Value } from "./layers/kind";
import type { StackIndex } from "./modules";
import { checkMemory } from "./memory";
import { expandStacks } from "./modules";
import { orderNodes } from "./order";
import { resolvePhases } from "./plan/phases";
import { ProblemReport } from "./report";
import { writtenKind } from "./nodes";
import { resolveTargets } from "./targets";
import { warnOfLostMasks } from "./masks";
import { warnOfUntrained, warnOfUnused } from "./usage";
import { VariableRegistry } from "./variables";

export interface CompileOptions {
  /** Reads the saved models that the spec names. Without it, a spec that names one has a problem. */
  readonly load?: Loader;
}

export interface Compiled {
  /** `undefined` if there is an error among the problems. */
  readonly graph: Graph | undefined;
  /** Errors and warnings. */
  readonly problems: Problem[];
}

/**
 * What a spec means, computed from it alone (and from the saved models that it names), or its problems.
 *
 * A saved model whose file is not there is a warning as long as the rest has a meaning without it (a head or a dense
 * layer follows, say), and an error where it has none.
 */
export function compileGraph(spec: NormalGraph, options: CompileOptions = {}): Compiled {
  const missing = new Map<string, string>();
  const compiled = compileWith(spec, options, missing);
  return compiled.graph || missing.size === 0 ? compiled : compileWith(spec, options, undefined);
}

function compileWith(
  spec: NormalGraph,
  options: CompileOptions,
  missing: Map<string, string> | undefined,
): Compiled {
  const report = new ProblemReport();
  const targets = resolveTargets(spec.targets, report); //                             1
  const variables = new VariableRegistry(report);
  const inputs = resolveInputs(spec, report, variables); //                            2
  const stacks = expandStacks(spec.nodes.flatMap(stacksOf), spec.modules); //         3
  const heads = new HeadIndex(declareHeads(stacks)); //                                4
  const ordered = orderNodes(spec, heads, report); //                                  5
  const build: Build = {
    spec,
    report,
    load: options.load,
    targets,
    inputs,
    heads,
    variables,
    values: new Map(),
    nodes: new Map(),
    missing,
  };
  for (const { name, shape, dtype } of inputs.values()) build.values.set(name, { path: name, shape, dtype });
  const stackOf = new Map(stacks.map((stack) => [stack.spec, stack]));
  const body = ordered.flatMap((node) => buildNode(build, node, stackOf)); //          6
  if (report.errors() > 0) return { graph: undefined, problems: report.problems };
  const unplanned = {
    name: spec.name,
    spec,
    tags: spec.tags,
    inputs: [...inputs.values()],
    targets,
    body,
    nodes: build.nodes,
    outputs: outputsOf(build),
    heads: [...build.nodes.values()].filter((node): node is HeadNode => node.kind === "head"),
    variables: variables.variables,
    seed: spec.training.seed,
    validationSplit: spec.training.validationSplit,
    loaded: variables.loaded,
    missing: missing ?? new Map<string, string>(),
  };
  checkMemory(unplanned, spec.training, report);
  warnOfUnused(unplanned, spec, report); //                                            7
  const phases = resolvePhases(unplanned, spec, report); //                            8
  if (report.errors() > 0) return { graph: undefined, problems: report.problems };
  warnOfLostMasks(unplanned.nodes, report);
  warnOfUntrained(unplanned, stacks, phases, report);
  return { graph: { ...unplanned, phases }, problems: report.problems };
}

const stacksOf = (node: NormalNode) => writtenKind(node).stacks(node);

/** The nodes that one node of the spec becomes; its value is entered under its name. */
function buildNode(build: Build, spec: NormalNode, stacks: StackIndex): readonly Node[] {
  const built = writtenKind(spec).build(build, spec, stacks);
  if (!built) return [];
  build.values.set(spec.name, built.output);
  return built.body;
}

function outputsOf(build: Build): Map<string, string> {
  const paths = build.spec.nodes.flatMap(({ name }): [string, string][] => {
    const value: Value | undefined = build.values.get(name);
    return value ? [[name, value.path]] : [];
  });
  return new Map(paths);
}
