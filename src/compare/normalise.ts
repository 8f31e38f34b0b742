import type { ApproachSpec, ApproachType, ExperimentSpec } from "../spec/language";
import { pointerTo } from "../spec/pointer";
import { isApproachType } from "./approaches";
import type { NormalApproach, NormalExperiment } from "./normal";

/** An approach's type: what it says, else its name where that is one. */
export function approachType(name: string, approach: ApproachSpec): ApproachType | undefined {
  return approach.type ?? (isApproachType(name) ? name : undefined);
}

/** Fills in every default of an experiment that a check found no error in. */
export function normaliseExperiment(spec: ExperimentSpec): NormalExperiment {
  const { task, blocks, repeats = {} } = spec;
  const { seeds = 1, folds = 1, testShare = 0.2 } = repeats;
  const branch = blocks.branch ?? [];
  return {
    name: spec.name ?? "",
    description: spec.description ?? "",
    data: spec.data,
    task: {
      input: task.input ?? "image",
      target: task.target,
      classes: task.classes,
      gate: task.gate ?? "group",
      groups: Object.entries(task.groups).map(([name, members]) => ({ name, members })),
    },
    blocks: {
      trunk: blocks.trunk,
      branch,
      gate: blocks.gate ?? branch,
      gateIsBranch: blocks.gate === undefined,
    },
    approaches: Object.entries(spec.approaches).map(([name, approach]) =>
      normaliseApproach(name, approach, spec),
    ),
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
  const { schedule = "roundRobin", alpha = 1, inactiveShare = 0 } = approach;
  return {
    name,
    pointer: pointerTo("/approaches", name),
    type,
    decode: approach.decode ?? "greedy",
    file: approach.file,
    alternate: type === "alternating" ? { schedule, alpha, inactiveShare } : undefined,
    training: { ...spec.training, ...approach.training },
  };
}
