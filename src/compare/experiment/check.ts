/* What the approaches ask of an experiment, beyond what the language itself does (src/spec). */
import { ProblemReport } from "../../graph/report";
import { filled } from "../../spec";
import type { ApproachSpec, ExperimentSpec } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { Problem } from "../../spec/problem";
import { derivedApproaches } from "../approaches";
import * as messages from "./messages";
import { approachType } from "./normalise";

/** The problems of an experiment that the language has none with, each at its pointer. */
export function checkComparison(spec: ExperimentSpec): Problem[] {
  const report = new ProblemReport();
  if (spec.blocks.trunk.length === 0) report.error("/blocks/trunk", messages.trunkEmpty());
  if (spec.training?.alternate !== undefined) {
    report.error("/training/alternate", messages.alternateOutside());
  }
  for (const [name, approach] of Object.entries(spec.approaches)) {
    checkTraining(name, approach, report);
    checkBranches(name, approach, spec, report);
    checkNodeNames(name, approach, spec, report);
  }
  const { folds = 1, testShare } = spec.repeats ?? {};
  if (testShare === 0) report.error("/repeats/testShare", messages.testShareZero());
  else if (testShare !== undefined && folds > 1)
    report.warn("/repeats/testShare", messages.testShareUnused());
  return report.problems;
}

function checkTraining(name: string, approach: ApproachSpec, report: ProblemReport): void {
  const pointer = pointerTo("/approaches", name, "training");
  if (approach.training === undefined) return;
  if (approachType(name, approach) === "graph") report.error(pointer, messages.trainingOfFile());
  else if (approach.training.alternate !== undefined) {
    report.error(`${pointer}/alternate`, messages.alternateOutside());
  }
}

/** An approach that routes needs a group with something to tell apart. */
function checkBranches(
  name: string,
  approach: ApproachSpec,
  { task }: ExperimentSpec,
  report: ProblemReport,
): void {
  const type = approachType(name, approach);
  if (type === undefined || type === "graph" || !derivedApproaches[type].routes) return;
  if (Object.values(task.groups).some((members) => members.length > 1)) return;
  report.error(pointerTo("/approaches", name), messages.nothingToBranch(type));
}

/** Input, targets and what an approach adds are nodes of one graph: each needs a name of its own. */
function checkNodeNames(
  name: string,
  approach: ApproachSpec,
  { task }: ExperimentSpec,
  report: ProblemReport,
): void {
  const type = approachType(name, approach);
  if (type === undefined || type === "graph") return;
  const groups = Object.keys(task.groups).filter((group) => (task.groups[group]?.length ?? 0) > 1);
  const { fixed, perGroup } = derivedApproaches[type].nodeNames;
  const { input, target, gate } = filled("TaskSpec", task, "input", "gate");
  const taken = new Map([
    [input, "/task/input"],
    [target, "/task/target"],
    [gate, "/task/gate"],
  ]);
  for (const node of fixed) {
    const pointer = taken.get(node);
    if (pointer !== undefined) report.error(pointer, messages.nameTaken(node, type));
  }
  if (!perGroup) return;
  for (const group of groups) {
    if (!taken.has(group) && !fixed.includes(group)) continue;
    report.error(pointerTo("/task/groups", group), messages.nameTaken(group, type));
  }
}
