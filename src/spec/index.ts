/*
 * Text -> spec, or problems. Nothing else parses specs; the library, the command line and the editor all ask here.
 */
import { problemsOfExperiment, problemsOfGraph } from "./check/index";
import type { ExperimentSpec, GraphSpec } from "./language";
import type { Problem } from "./problem";
import { listed } from "./listed";
import { readText } from "./read/text";

export { checkData, checkExperiment, checkGraph } from "./check/index";
export type * from "./language";
export type * from "./normal";
export {
  approachDefaults,
  approachType,
  normalApproach,
  type NormalApproachOptions,
} from "./normalise/approach";
export { filled } from "./normalise/defaults";
export { formatProblem, SpecError, type Problem } from "./problem";
export { checkPart } from "./check/part";

/** A spec, or what keeps it from being one. Warnings may stand beside a spec. */
export interface Parsed<Spec> {
  /** `undefined` where a problem is an error. */
  readonly spec: Spec | undefined;
  /** With their places in the text, in its order. */
  readonly problems: Problem[];
}

/** Reads a `*.graph.json`: JSON with comments and trailing commas. Never throws. */
export function parseGraph(text: string): Parsed<GraphSpec> {
  return parse<GraphSpec>(text, problemsOfGraph);
}

/** Reads an `*.experiment.json`: JSON with comments and trailing commas. Never throws. */
export function parseExperiment(text: string): Parsed<ExperimentSpec> {
  return parse<ExperimentSpec>(text, problemsOfExperiment);
}

/** Adds to problems that were found later their places in the text, and puts them in its order. */
export function locate(text: string, problems: readonly Problem[]): Problem[] {
  return readText(text).locate(problems);
}

/** `check` is what makes the value a `Spec`. */
function parse<Spec>(text: string, check: (value: unknown) => Problem[]): Parsed<Spec> {
  const source = readText(text);
  if (source.problems.length > 0) return { spec: undefined, problems: listed(source.problems) };
  const problems = listed(source.locate(check(source.value)));
  const wrong = problems.some(({ severity }) => severity === "error");
  return { spec: wrong ? undefined : (source.value as Spec), problems };
}
