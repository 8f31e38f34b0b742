import * as tf from "@tensorflow/tfjs-core";
import type { HeadNode, Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import type { Model } from "../model/model";
import { diagnose, isFinite } from "./diagnose";
import { OptimizerState } from "./optimizer-state";
import type { PlannedStep } from "./samples";
import { stepGradients, type HeadOutcome, type StepGradients, type StepPart } from "./step";
import type { WeightingState } from "./weighting-state";

/**
 * One step of a phase on a model: gradients, a look for numbers that are not finite, the update.
 *
 * Weights, what the weighting learned and statistics change only where all new values are finite, and all at once. After
 * an error the optimiser's state is of no use.
 *
 * @param step number of the step in the run, from 1
 * @returns what the heads of the active turn did; `undefined` where no head had a label
 * @throws NumericError naming the step and the node; the weights are then those from before the step
 */
export function runStep(
  model: Model,
  data: DeviceData,
  phase: Phase,
  optimizer: OptimizerState,
  weighting: WeightingState,
  planned: PlannedStep,
  { seed, step }: { seed: number; step: number },
): readonly HeadOutcome[] | undefined {
  const { program } = model;
  const weights = weighting.with(model.weights);
  let outcomes: readonly HeadOutcome[] | undefined;
  tf.tidy(() => {
    const parts = partsOf(model, data, phase, planned);
    const active = phase.alternation?.turns[planned.turn]?.train ?? phase.train;
    const others = planned.others.flatMap(({ turn }) => phase.alternation!.turns[turn]!.train);
    const moves = new Set([...active, ...others]);
    const trained = [...moves, ...weighting.learned.keys()];
    const result = stepGradients(program, weights, parts, trained, weighting.weighting, { seed, step });
    if (!result) return;
    try {
      const fail = (): Error => diagnose(program, weights, parts, result, { seed, step, moves });
      if (result.outcomes.some(({ loss }) => !Number.isFinite(loss))) throw fail();
      // A gradient that is not finite makes a weight that is not: one look at the end sees both.
      const updated = optimizer.update(weights, result.gradients);
      if (!allFinite([...updated.values(), ...result.updates.values()])) throw fail();
      model.replaceWeights(new Map([...weighting.take(updated), ...result.updates]));
      outcomes = result.outcomes.filter(({ part }) => part === 0);
    } finally {
      releaseUnused(model, result);
    }
  });
  return outcomes;
}

function partsOf(model: Model, data: DeviceData, phase: Phase, planned: PlannedStep): StepPart[] {
  const headsOf = (paths: readonly string[]): HeadNode[] => paths.map((path) => model.program.head(path));
  const { alternation } = phase;
  if (!alternation) return [{ batch: data.batch(planned.samples), heads: headsOf(phase.heads), share: 1 }];
  const { turns, inactiveShare } = alternation;
  const rest = planned.others.length;
  return [
    {
      batch: data.batch(planned.samples),
      heads: headsOf(turns[planned.turn]!.heads),
      share: rest > 0 ? 1 - inactiveShare : 1,
    },
    ...planned.others.map(({ turn, samples }) => ({
      batch: data.batch(samples),
      heads: headsOf(turns[turn]!.heads),
      share: inactiveShare / rest,
    })),
  ];
}

/**
 * Whether all values are finite: one sum for each tensor and one read for all. Only where a sum is not finite
 * (finite values can overflow it too) each value is looked at.
 */
function allFinite(values: readonly tf.Tensor[]): boolean {
  if (values.length === 0) return true;
  const sums = tf.stack(values.map((value) => tf.sum(value))).dataSync<"float32">();
  return sums.every(Number.isFinite) || values.every(isFinite);
}

/** Statistics that did not go into the model, after a failed step, and gradients. */
function releaseUnused(model: Model, { gradients, updates }: StepGradients): void {
  const used = new Set(model.weights.values());
  for (const value of [...gradients.values(), ...updates.values()]) if (!used.has(value)) value.dispose();
}
