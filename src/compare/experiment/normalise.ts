import { filled } from "../../spec";
import type { ApproachSpec, ApproachType, ExperimentSpec } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import { isApproachType } from "../approaches";
import type { NormalApproach, NormalExperiment } from "./normal";

/** An approach's type: what it says, else its name where that is one. */
export function approachType(name: string, approach: ApproachSpec): ApproachType | undefined {
  return approach.type ?? (isApproachType(name) ? name : undefined);
}

/** Fills in every default of an experiment that a check found no error in. */
export function normaliseExperiment(spec: ExperimentSpec): NormalExperiment {
  const task = filled("TaskSpec", spec.task, "input", "gate");
  const { trunk, branch, gate } = filled("BlocksSpec", spec.blocks, "branch");
  const { seeds, folds, testShare } = filled(
    "RepeatsSpec",
    spec.repeats ?? {},
    "seeds",
    "folds",
    "testShare",
  );
  return {
    name: spec.name ?? "",
    description: spec.description ?? "",
    data: spec.data,
    task: {
      input: task.input,
      target: task.target,
      classes: task.classes,
      gate: task.gate,
      groups: Object.entries(task.groups).map(([name, members]) => ({ name, members })),
    },
    blocks: {
      trunk,
      branch,
      gate: gate ?? branch,
      gateIsBranch: gate === undefined,
    },
    approaches: Object.entries(spec.approaches).map(([name, approach]) =>
      normaliseApproach(name, approach, spec),
    ),
    training: spec.training ?? {},
    repeats: {
      seeds: typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i + 1) : seeds,
      folds,
      testShare,
    },
  };
}

function normaliseApproach(name: string, approach: ApproachSpec, spec: ExperimentSpec): NormalApproach {
  const type = approachType(name, approach);
  if (type === undefined) throw new Error(`approach ${name} was not checked`);
  const { decode, schedule, alpha, inactiveShare } = filled(
    "ApproachSpec",
    approach,
    "decode",
    "schedule",
    "alpha",
    "inactiveShare",
  );
  return {
    name,
    pointer: pointerTo("/approaches", name),
    type,
    decode,
    file: approach.file,
    alternate: type === "alternating" ? { schedule, alpha, inactiveShare } : undefined,
    training: { ...spec.training, ...approach.training },
  };
}
