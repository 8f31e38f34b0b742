/*
 * From a spec to what it means, in numbered phases. Each reads what those before it found and reports its own problems;
 * what stands on something faulty is passed over in silence, so that one slip is one problem.
 *
 *   1 targets   class numbers, groups                      targets.ts
 *   2 inputs    the samples that have them                 inputs.ts
 *   3 nodes     in each body, the top level first:         body.ts
 *               each after what it needs,                  order.ts
 *               modules written out,                       modules.ts
 *               shapes, variables, FLOPs, routes           nodes/
 *   4 use       what nothing uses                          usage.ts
 *               gates that would never learn               gating.ts
 *   5 plan      what each training phase moves             plan/
 */
import type { NormalGraph } from "../spec/normal";
import type { Problem } from "../spec/problem";
import { buildBody, buildNetwork } from "./body";
import type { Build, Loader } from "./build";
import { HeadIndex } from "./declare";
import { resolveInputs } from "./inputs";
import type { Graph, HeadNode } from "./ir";
import { warnOfGates } from "./gating";
import { checkMemory } from "./memory";
import { Names, placeIn } from "./names";
import { resolvePhases } from "./plan/phases";
import { ProblemReport } from "./report";
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
  const top = { path: "", weights: "", shared: undefined };
  const names = new Names(top, spec.nodes, new Set(spec.inputs.map(({ name }) => name)));
  for (const { name, shape, dtype, mask } of inputs.values())
    names.enter(name, [{ path: name, shape, dtype, ...(mask && { mask }) }]);
  const build: Build = {
    spec,
    report,
    load: options.load,
    targets,
    inputs,
    heads: new HeadIndex(),
    variables,
    nodes: new Map(),
    missing,
    made: { stacks: [], bodies: [], later: [], repeated: 0 },
    network: buildNetwork,
    names,
    branches: [],
    copies: 0,
  };
  const body = buildBody(build, spec.nodes); //                                        3
  for (const say of build.made.later) say();
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
  warnOfUnused(unplanned, build.made.bodies, report); //                               4
  warnOfGates(unplanned, report);
  const phases = resolvePhases(unplanned, spec, report); //                            5
  if (report.errors() > 0) return { graph: undefined, problems: report.problems };
  warnOfLostMasks(unplanned, report);
  warnOfUntrained(unplanned, build.made.stacks, phases, report);
  return { graph: { ...unplanned, phases }, problems: report.problems };
}

/** What the nodes of the spec stand for, those of networks within included. */
function outputsOf({ made }: Build): Map<string, string> {
  const outputs = new Map<string, string>();
  for (const { names } of made.bodies) {
    for (const name of names.nodes.keys()) {
      for (const { path } of names.own(name) ?? []) outputs.set(placeIn(names.place, name).path, path);
    }
  }
  return outputs;
}
