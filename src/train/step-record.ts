import type * as tf from "@tensorflow/tfjs-core";
import type { Phase } from "../graph/ir";
import type { Model } from "../model/model";
import type { StepRecord } from "./history";
import type { RunPosition } from "./position";
import type { HeadOutcome } from "./run";
import type { PlannedStep } from "./samples";

/**
 * What a step took and moved. Weights are replaced and never changed in place, so those that are other tensors than before
 * the step are those that it moved: nothing is read from the device.
 *
 * @param before the model's weights when the step began
 * @param outcomes of the active turn; `undefined` where no head had a label
 */
export function stepRecord(
  { model, phase, position }: { model: Model; phase: Phase; position: RunPosition },
  { turn, samples, others }: PlannedStep,
  before: ReadonlyMap<string, tf.Tensor>,
  outcomes: readonly HeadOutcome[] = [],
): StepRecord {
  const active = phase.alternation?.turns[turn]?.name;
  return {
    step: position.steps,
    phase: phase.name,
    epoch: position.epoch + 1,
    ...(active !== undefined && { turn: active }),
    samples: others.reduce((sum, other) => sum + other.samples.length, samples.length),
    losses: Object.fromEntries(
      outcomes.filter(({ valid }) => valid > 0).map(({ head, loss }) => [head.name, loss]),
    ),
    moved: [...model.weights].filter(([path, value]) => before.get(path) !== value).map(([path]) => path),
  };
}
