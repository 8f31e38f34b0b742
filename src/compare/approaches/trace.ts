/* Where in the experiment something of a derived graph was written, so that a problem shows where it can be mended. */
import { pointerSegments, pointerTo } from "../../spec/pointer";
import type { Problem } from "../../spec/problem";
import type { ExperimentSpec, GraphSpec } from "../../spec/language";
import type { NormalApproachBase, NormalExperiment } from "../normal";

/** A problem of the document that an approach derived, as a problem of the experiment. */
export function traceProblem(
  problem: Problem,
  document: GraphSpec,
  approach: NormalApproachBase,
  experiment: NormalExperiment,
  spec: ExperimentSpec,
): Problem {
  const { message, hint, severity } = problem;
  const pointer = tracePointer(pointerSegments(problem.pointer), document, approach, experiment, spec);
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
  document: GraphSpec,
  approach: NormalApproachBase,
  { task }: NormalExperiment,
  spec: ExperimentSpec,
): string | undefined {
  const [first, , ...last] = rest;
  if (part === "modules") return pointerTo("/blocks", ...rest);
  if (part === "inputs" && first === task.input) return "/task/input";
  if (part === "targets" && first === task.target) return pointerTo("/task/classes", ...last);
  if (part === "targets" && first === task.gate) return pointerTo("/task/groups", ...last);
  if (part === "training" && first !== undefined && !isAdded(first, document, approach)) {
    const written = spec.approaches[approach.name];
    const own = written && "training" in written && Object.hasOwn(written.training ?? {}, first);
    return pointerTo(own ? `${approach.pointer}/training` : "/training", ...rest);
  }
  return undefined;
}

/** Whether the approach itself wrote a part of the training: it stands nowhere in the experiment. */
function isAdded(option: string, document: GraphSpec, { training }: NormalApproachBase): boolean {
  return Object.hasOwn(document.training ?? {}, option) && !Object.hasOwn(training, option);
}
