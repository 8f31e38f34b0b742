/* What a run would do and nobody would see: asked for before its first step. */
import type { Branch, Phase } from "../graph/ir";
import { scheduledRange } from "../graph/scheduled";
import type { DeviceData } from "../model/device-data";
import { inspectData } from "../model/inspect-data";
import type { GraphIndex } from "../program";
import type { Notice } from "../notice";
import { lateStatistics } from "./late-statistics";
import { countLabelled, countReaching } from "./samples";

/**
 * Everything that should be said of a run before it begins: classes, heads and branches that no training sample is for,
 * and batch normalisation whose statistics cannot arrive.
 *
 * @param samples numbers of the samples that train
 */
export function noticesBeforeTraining(
  index: GraphIndex,
  phases: readonly Phase[],
  data: DeviceData,
  samples: Int32Array,
): readonly Notice[] {
  const idle = idleHeads(index, phases, data, samples);
  return [
    ...inspectData(index.graph, data.data, samples),
    ...idle.map(({ notice }) => notice),
    ...idleBranches(index, phases, data, samples, new Set(idle.map(({ path }) => path))),
    ...lateStatistics(index, phases, data, samples),
  ];
}

function idleHeads(
  index: GraphIndex,
  phases: readonly Phase[],
  data: DeviceData,
  samples: Int32Array,
): { path: string; notice: Notice }[] {
  const trained = new Set(phases.flatMap(({ heads }) => heads));
  return index.graph.heads
    .filter(({ path, weightInTraining }) => trained.has(path) && scheduledRange(weightInTraining).max > 0)
    .filter(({ path }) => countLabelled(data, [path], samples) === 0)
    .map(({ path, name }) => ({
      path,
      notice: {
        code: "headWithoutSamples",
        where: name,
        message: "no training sample has a label for this head, so it learns nothing",
        hint: "add samples, or take the head out",
      },
    }));
}

/** Branches with something to train that no sample takes; one whose own head has been named already is left out. */
function idleBranches(
  index: GraphIndex,
  phases: readonly Phase[],
  data: DeviceData,
  samples: Int32Array,
  named: ReadonlySet<string>,
): Notice[] {
  const trained = new Set(phases.flatMap(({ train }) => train));
  const learns = ({ body }: Branch): boolean =>
    body.some((node) => node.variables.some((path) => trained.has(path)));
  return [...index.branches.values()]
    .filter(({ branch }) => learns(branch) && !branch.body.some(({ path }) => named.has(path)))
    .filter(({ branch }) => countReaching(index, data, branch.path, samples) === 0)
    .map(({ branch }) => ({
      code: "branchWithoutSamples",
      where: branch.path,
      message: "no training sample takes this branch, so it learns nothing",
      hint: "add samples, or take the branch out",
    }));
}
