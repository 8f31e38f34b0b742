import type { ExperimentSpec, GraphSpec } from "../language";
import { isObject } from "./describe";
import { checkExperimentMeaning } from "./experiment";
import { listed } from "../listed";
import * as messages from "../messages/index";
import { checkModules } from "./modules";
import { checkNames } from "./names";
import { copyPlain, notPlain } from "../plain";
import { error, type Problem } from "../problem";
import { definition } from "../schema";
import { checkSizes, checkTaskSize, tooManyNodes } from "./sizes";
import { checkSources } from "./sources";
import { validate } from "./validate";

/**
 * What keeps `value` from being a graph spec: its form, its names and its size. What a spec means (shapes, targets,
 * routes), `src/graph` checks. Never throws; `value` is not changed.
 */
export function checkGraph(value: unknown): Problem[] {
  return listed(check(value, problemsOfGraph));
}

/** The same for an experiment: its form, its groups and its approaches. */
export function checkExperiment(value: unknown): Problem[] {
  return listed(check(value, problemsOfExperiment));
}

/** The same for what an experiment says of its data. */
export function checkData(value: unknown): Problem[] {
  return listed(check(value, (data) => validate("DataSpec", data, { modules: undefined })));
}

/** As `checkGraph`, however many, for a value that was read from a text. */
export function problemsOfGraph(spec: unknown): Problem[] {
  if (looksLike("ExperimentSpec", "GraphSpec", spec)) return [error("", messages.experimentForGraph())];
  const large = tooManyNodes(spec);
  if (large.length > 0) return large;
  const problems = validate("GraphSpec", spec, { modules: moduleNames(spec) });
  if (problems.length > 0) return problems;
  const graph = spec as GraphSpec;
  const modules = checkModules(graph);
  const sizes = modules.length > 0 ? [] : checkSizes(graph);
  return [...checkNames(graph), ...modules, ...checkSources(graph), ...sizes];
}

/** As `checkExperiment`, however many, for a value that was read from a text. */
export function problemsOfExperiment(spec: unknown): Problem[] {
  if (looksLike("GraphSpec", "ExperimentSpec", spec)) return [error("", messages.graphForExperiment())];
  const problems = validate("ExperimentSpec", spec, { modules: undefined });
  if (problems.length > 0) return problems;
  const experiment = spec as ExperimentSpec;
  return [...checkTaskSize(experiment), ...checkExperimentMeaning(experiment)];
}

/** Whether `spec` has all that a `type` must have and nothing that the `wanted` one must: the wrong kind of file. */
function looksLike(type: string, wanted: string, spec: unknown): boolean {
  if (!isObject(spec)) return false;
  const has = (key: string) => Object.hasOwn(spec, key);
  const required = (name: string) => definition(name).required ?? [];
  return required(type).every(has) && !required(wanted).some(has);
}

function check(value: unknown, meaning: (spec: unknown) => Problem[]): Problem[] {
  const problems = notPlain(value);
  return problems.length > 0 ? problems : meaning(copyPlain(value));
}

function moduleNames(spec: unknown): string[] {
  return isObject(spec) && isObject(spec.modules) ? Object.keys(spec.modules) : [];
}
