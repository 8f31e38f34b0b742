import type { ExperimentSpec, GraphSpec } from "./language";
import { isObject } from "./describe";
import { checkExperimentMeaning } from "./experiment";
import { checkModules } from "./modules";
import { checkNames } from "./names";
import { copyPlain, notPlain } from "./plain";
import type { Problem } from "./problem";
import { checkSources } from "./sources";
import { validate } from "./validate";

/**
 * What keeps `value` from being a graph spec: its form and its names. What a spec means (shapes, targets, routes),
 * `src/graph` checks. Never throws; `value` is not changed.
 */
export function checkGraph(value: unknown): Problem[] {
  return check(value, (spec) => {
    const problems = validate("GraphSpec", spec, { modules: moduleNames(spec) });
    if (problems.length > 0) return problems;
    const graph = spec as GraphSpec;
    return [...checkNames(graph), ...checkModules(graph), ...checkSources(graph)];
  });
}

/** The same for an experiment: its form, its groups and its approaches. */
export function checkExperiment(value: unknown): Problem[] {
  return check(value, (spec) => {
    const problems = validate("ExperimentSpec", spec, { modules: undefined });
    return problems.length > 0 ? problems : checkExperimentMeaning(spec as ExperimentSpec);
  });
}

function check(value: unknown, meaning: (spec: unknown) => Problem[]): Problem[] {
  const problems = notPlain(value);
  return problems.length > 0 ? problems : meaning(copyPlain(value));
}

function moduleNames(spec: unknown): string[] {
  return isObject(spec) && isObject(spec.modules) ? Object.keys(spec.modules) : [];
}
