import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import type { Model } from "../model/model";
import { noRows, type RowLabels } from "../program";
import { diagnose, isFinite } from "./diagnose";
import type { OptimizerState } from "./optimizer-state";
import type { PlannedStep } from "./samples";
import { stepGradients, type Moment, type StepGradients, type StepNumbers } from "./step";
import type { StepPrograms } from "./step-programs";
import type { WeightingState } from "./weighting-state";

/** What one head did in one step, on the host. */
export interface HeadOutcome {
  readonly head: HeadNode;
  /** As it is minimised, the head's weight apart: a mean over `rows`. */
  readonly loss: number;
  /** Labelled rows under `validMean`; the batch under `batchMean`, also where a part of it does not reach the head. */
  readonly rows: number;
  /** Rows with a label. */
  readonly valid: number;
  /** The logits or values of the rows on which it ran; none where it ran for none, or nothing is counted of it. */
  readonly values: Float32Array;
  /** The labels of the same rows. */
  readonly labels: RowLabels;
}

/** What a step came to, on the host. */
export interface StepOutcome {
  /** What the heads of the active turn did. */
  readonly heads: readonly HeadOutcome[];
  /** What was minimised beside the losses of all heads; `undefined` where nothing was. */
  readonly penalty: number | undefined;
}

/**
 * One step of a phase on a model: gradients, the update, a look for numbers that are not finite.
 *
 * Weights, what the weighting learned and statistics change only where all new values are finite, and all at once. Everything
 * stays on the device until the step ends. After an error the optimiser's state is of no use.
 *
 * @returns what it came to; `undefined` where no head had a label
 * @throws NumericError naming the step and the node; the weights are then those from before the step
 */
export function runStep(
  model: Model,
  data: DeviceData,
  programs: StepPrograms,
  optimizer: OptimizerState,
  weighting: WeightingState,
  planned: PlannedStep,
  moment: Moment,
): StepOutcome | undefined {
  const weights = weighting.with(model.weights);
  const { regularization } = programs.phase;
  let outcome: StepOutcome | undefined;
  tf.tidy(() => {
    const { classWeights } = programs;
    const { seed, step, epochs } = moment;
    const parts = programs.partsOf(planned, epochs).map(({ samples, ...part }, number) => {
      const random = (path: string) => randomStream(seed, "route", path, step, number);
      return { ...part, batch: { ...data.batch(samples), epochs, random, classWeights } };
    });
    const trained = [...programs.moved(planned), ...weighting.learned.keys()];
    const minimising = { weighting: weighting.weighting, regularization };
    const result = stepGradients(weights, parts, trained, minimising, moment);
    if (!result) return;
    try {
      const updated = optimizer.update(weights, result.gradients, moment);
      // A gradient that is not finite makes a weight that is not: one look at the end sees both.
      const { losses, penalties, finite } = readNumbers(
        [...updated.values(), ...result.updates.values()],
        result,
      );
      if (!finite) throw diagnose(weights, parts, result, { losses, penalties }, moment);
      const moved = weighting.take(updated);
      model.replaceWeights(new Map([...moved, ...result.updates]));
      optimizer.average?.update(moved);
      const penalty = penalties.length > 0 ? penalties.reduce((sum, one) => sum + one) : undefined;
      outcome = { heads: hostOutcomes(result, losses), penalty };
    } finally {
      releaseUnused(model, result);
    }
  });
  return outcome;
}

/**
 * Losses and penalties, and whether they and all new values are finite: one sum for each tensor and one read for all. Only where a sum is
 * not finite (finite values can overflow it too) each value is looked at.
 */
function readNumbers(
  values: readonly tf.Tensor[],
  { outcomes, penalties: terms }: StepGradients,
): StepNumbers & { finite: boolean } {
  const scalars = [...outcomes, ...terms].map(({ loss }) => loss);
  const sums = values.map((value) => tf.sum(value));
  const numbers = tf.stack([...scalars, ...sums]).dataSync<"float32">();
  const losses = numbers.slice(0, outcomes.length);
  const penalties = numbers.slice(outcomes.length, scalars.length);
  const said = numbers.subarray(0, scalars.length).every(Number.isFinite);
  const finite = numbers.every(Number.isFinite) || (said && values.every(isFinite));
  return { losses, penalties, finite };
}

/** What the heads of the active turn did. */
function hostOutcomes({ outcomes, silent }: StepGradients, losses: Float32Array): HeadOutcome[] {
  const active = outcomes.flatMap(({ head, values, labels, rows, part }, i): HeadOutcome[] => {
    if (part > 0) return [];
    return [{ head, loss: losses[i]!, rows, valid: labels.valid, values: readCounted(head, values), labels }];
  });
  const quiet = silent.filter(({ part }) => part === 0);
  return [
    ...active,
    ...quiet.map(({ head, rows }) => {
      return { head, loss: 0, rows, valid: 0, values: new Float32Array(0), labels: noRows };
    }),
  ];
}

/** The values of a head on the host, where something is counted of it: each read waits for the device. */
export function readCounted(head: HeadNode, values: tf.Tensor): Float32Array {
  return head.metrics.length > 0 ? values.dataSync<"float32">() : new Float32Array(0);
}

/** All that did not go into the model. */
function releaseUnused(model: Model, { outcomes, penalties, gradients, updates }: StepGradients): void {
  const used = new Set(model.weights.values());
  for (const value of [...gradients.values(), ...updates.values()]) if (!used.has(value)) value.dispose();
  for (const { loss, values } of outcomes) tf.dispose([loss, values]);
  for (const { loss } of penalties) loss.dispose();
}
