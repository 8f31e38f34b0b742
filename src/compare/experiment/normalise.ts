import { filled, normalApproach } from "../../spec";
import type { ApproachSpec, ExperimentSpec, HeadOptions, HeadsByTarget } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { NormalApproach, NormalExperiment } from "../normal";

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
  return {
    ...normalApproach(name, approach),
    name,
    pointer: pointerTo("/approaches", name),
    training: { ...spec.training, ...("training" in approach ? approach.training : undefined) },
    heads: mergeHeads(spec.heads, "heads" in approach ? approach.heads : undefined),
  };
}

function mergeHeads(all: HeadsByTarget = {}, own: HeadsByTarget = {}): HeadsByTarget {
  const targets = [...new Set([...Object.keys(all), ...Object.keys(own)])];
  return Object.fromEntries(
    targets.map((target) => [target, { ...besideLoss(all, own, target), ...own[target] }]),
  );
}

/** What is said for all; label smoothing belongs to a loss, and another loss need not have it. */
function besideLoss(all: HeadsByTarget, own: HeadsByTarget, target: string): HeadOptions | undefined {
  const said = all[target];
  if (own[target]?.loss === undefined || said?.labelSmoothing === undefined) return said;
  return Object.fromEntries(Object.entries(said).filter(([option]) => option !== "labelSmoothing"));
}
