/* What a run is going to do: the spec's own plan, or that plan with other training options. */
import type { Graph, Phase } from "../graph/ir";
import { resolvePhases } from "../graph/plan/phases";
import { ProblemReport } from "../graph/report";
import type { TrainingOptions } from "../spec/language";
import { normalTraining } from "../spec/normalise/training";
import { copyPlain, notPlain } from "../spec/plain";
import type { NormalGraph, NormalPhase, NormalTraining } from "../spec/normal";
import { SpecError, type Problem } from "../spec/problem";
import { validate } from "../spec/check/validate";

/** Phases and share of the validation samples. */
export type TrainingPlan = Pick<Graph, "phases" | "validationSplit">;

/**
 * The graph's plan with some options otherwise, for this run only: the graph and its spec stay as they are. An option
 * counts for every phase, also for those that have one of their own; phases themselves cannot be changed.
 *
 * @throws SpecError where the options would not do in a spec: the same checks
 */
export function planOf(graph: Graph, changed: TrainingOptions | undefined): TrainingPlan {
  if (changed === undefined) return graph;
  const faults = notPlain(changed);
  const written = faults.length > 0 ? {} : copyPlain(changed);
  faults.push(...validate("TrainingOptions", written, { modules: undefined }));
  stopAtErrors(faults.map((problem) => ({ ...problem, pointer: `/training${problem.pointer}` })));
  const training = changedTraining(graph.spec.training, written);
  const spec: NormalGraph = { ...graph.spec, training };
  const report = new ProblemReport();
  const phases: Phase[] = resolvePhases(graph, spec, report);
  stopAtErrors(report.problems);
  return { phases, validationSplit: training.validationSplit };
}

function changedTraining(own: NormalTraining, changed: TrainingOptions): NormalTraining {
  const options = normalTraining(changed);
  const written = new Set(
    Object.entries(changed).flatMap(([option, value]) => (value === undefined ? [] : option)),
  );
  const [said] = options.phases;
  // A phase has its options by the same names.
  const replaced: Partial<NormalPhase> = {
    ...Object.fromEntries(Object.entries(said!).filter(([option]) => written.has(option))),
    ...(written.has("optimizer") && { settings: said!.settings }),
  };
  return {
    ...own,
    ...(changed.validationSplit !== undefined && { validationSplit: options.validationSplit }),
    phases: own.phases.map((phase) => ({ ...phase, ...replaced })),
  };
}

function stopAtErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new SpecError(errors);
}
