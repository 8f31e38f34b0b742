/* Where in the experiment something of a derived graph was written, so that a problem shows where it can be mended. */
import { pointerSegments, pointerTo } from "../../spec/pointer";
import type { Problem } from "../../spec/problem";
import type { ExperimentSpec } from "../../spec/language";
import type { NormalApproach, NormalExperiment } from "./normal";

/** A problem of an approach's derived graph, as a problem of the experiment. */
export function traceProblem(
  problem: Problem,
  approach: NormalApproach,
  experiment: NormalExperiment,
  spec: ExperimentSpec,
): Problem {
  const { message, hint, severity } = problem;
  const pointer = tracePointer(pointerSegments(problem.pointer), approach, experiment, spec);
  if (pointer !== undefined) return { pointer, message, hint, severity };
  return {
    hint,
    severity,
    pointer: approach.pointer,
    message: `in its graph, at ${problem.pointer || "/"}: ${problem.message}`,
  };
}

function tracePointer(
  [part, ...rest]: readonly string[],
  approach: NormalApproach,
  { task }: NormalExperiment,
  spec: ExperimentSpec,
): string | undefined {
  const [first, , ...last] = rest;
  if (part === "modules") return pointerTo("/blocks", ...rest);
  if (part === "inputs" && first === task.input) return "/task/input";
  if (part === "targets" && first === task.target) return pointerTo("/task/classes", ...last);
  if (part === "targets" && first === task.gate) return pointerTo("/task/groups", ...last);
  if (part === "training" && first !== undefined && first !== "phases" && first !== "alternate") {
    const own = Object.hasOwn(spec.approaches[approach.name]?.training ?? {}, first);
    return pointerTo(own ? `${approach.pointer}/training` : "/training", ...rest);
  }
  return undefined;
}
