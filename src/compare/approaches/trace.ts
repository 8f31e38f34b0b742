/* Where in the experiment something of a derived graph was written, so that a problem shows where it can be mended. */
import { pointerSegments, pointerTo } from "../../spec/pointer";
import type { Problem } from "../../spec/problem";
import type { ExperimentSpec, GraphSpec } from "../../spec/language";
import type { NormalApproachBase, NormalExperiment } from "../normal";
import type { ModuleSources } from "./document";

/** The document that an approach derived, and what it was derived from. */
export interface Origin {
  readonly document: GraphSpec;
  readonly approach: NormalApproachBase;
  readonly experiment: NormalExperiment;
  /** As it was written. */
  readonly spec: ExperimentSpec;
  readonly sources: ModuleSources;
  /** Key of a node -> the approach's option that stands there. */
  readonly options: Readonly<Record<string, string>>;
}

/** A problem of the document that an approach derived, as a problem of the experiment. */
export function traceProblem(problem: Problem, origin: Origin): Problem {
  const { message, hint, severity } = problem;
  const pointer = tracePointer(pointerSegments(problem.pointer), origin);
  if (pointer !== undefined) return { pointer, message, hint, severity };
  return {
    hint,
    severity,
    pointer: origin.approach.pointer,
    message: `in its graph, at ${problem.pointer || "/"}: ${problem.message}`,
  };
}

function tracePointer(segments: readonly string[], origin: Origin): string | undefined {
  const [part, first, ...last] = segments;
  const { task } = origin.experiment;
  if (first === undefined) return undefined;
  if (part === "modules") return traceLayer(first, last, origin);
  if (part === "inputs" && first === task.input) return "/task/input";
  if (part === "targets" && first === task.target) return pointerTo("/task/classes", ...last);
  if (part === "targets" && first === task.gate) return pointerTo("/task/groups", ...last);
  if (part === "training" && !isAdded(first, origin)) return writtenIn("training", [first, ...last], origin);
  if (part === "nodes") return traceHead(segments, origin) ?? traceOption(segments, origin);
  return undefined;
}

/** A layer of a block. */
function traceLayer(
  module: string,
  [index, ...rest]: readonly string[],
  { sources }: Origin,
): string | undefined {
  const source = sources[module];
  if (!source) return undefined;
  return index === undefined ? source.list : pointerTo(source.list, source.skipped + Number(index), ...rest);
}

/** An option of a head, where `heads` says it. */
function traceHead(segments: readonly string[], origin: Origin): string | undefined {
  let value: unknown = origin.document;
  for (const [depth, segment] of segments.entries()) {
    value = isObject(value) ? value[segment] : undefined;
    if (!isObject(value) || value["type"] !== "head") continue;
    const target = String(value["target"]);
    const [option, ...rest] = segments.slice(depth + 1);
    if (option === undefined || !Object.hasOwn(origin.approach.heads[target] ?? {}, option)) return undefined;
    return writtenIn("heads", [target, option, ...rest], origin);
  }
  return undefined;
}

/** What an option of the approach put into the document. */
function traceOption(segments: readonly string[], { approach, options }: Origin): string | undefined {
  const key = segments.find((segment, depth) => depth > 1 && Object.hasOwn(options, segment));
  return key === undefined ? undefined : pointerTo(approach.pointer, options[key]!);
}

/** Where something is said that an approach may say otherwise than the experiment: what it says itself counts. */
function writtenIn(part: "training" | "heads", path: readonly string[], { approach, spec }: Origin): string {
  let own: unknown = spec.approaches[approach.name];
  // What is said as one counts as one: an option of the training, an option of one target's heads.
  for (const segment of [part, ...path.slice(0, part === "heads" ? 2 : 1)]) {
    own = isObject(own) && Object.hasOwn(own, segment) ? own[segment] : undefined;
  }
  return pointerTo(own === undefined ? `/${part}` : `${approach.pointer}/${part}`, ...path);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Whether the approach itself wrote a part of the training: it stands nowhere in the experiment. */
function isAdded(option: string, { document, approach: { training } }: Origin): boolean {
  return Object.hasOwn(document.training ?? {}, option) && !Object.hasOwn(training, option);
}
