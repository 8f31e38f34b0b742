import * as tf from "@tensorflow/tfjs-core";
import { dropTape } from "../backend/drop-tape";
import { randomStream } from "../backend/random";
import type { HeadNode, Regularized } from "../graph/ir";
import { BatchPlan, run, type Batch, type Penalty, type Program, type RowLabels } from "../program";
import { scaled, type Term, type Weighting } from "../weighting";
import { regularize } from "./regularization";
import { weighedGradients, type Minimised } from "./weighed-gradients";

/** A batch, the program that runs on it, and the heads whose losses count. */
export interface StepPart {
  readonly batch: Batch;
  readonly program: Program;
  readonly heads: readonly HeadNode[];
  /** Factor of this part's losses. */
  readonly share: number;
}

/** When a step is. What changes from step to step follows from it. */
export interface Moment {
  readonly seed: number;
  /** Number of the step in the run, from 1: with the seed and a layer's path it gives the layer's random draws. */
  readonly step: number;
  /** Since the phase began, as `scheduledAt` counts them: 0 at its first step. */
  readonly epochs: number;
  /** What becomes of learning rates on a plateau. */
  readonly lower?: (rate: number) => number;
}

/** What one head did in one step, still on the device. */
export interface DeviceOutcome {
  readonly head: HeadNode;
  /** As it is minimised, the head's weight apart: a mean over `rows`. */
  readonly loss: tf.Scalar;
  /** Logits or values, `[rows on which it ran, ...]`. */
  readonly values: tf.Tensor;
  readonly labels: RowLabels;
  /** Labelled rows under `validMean`; the batch under `batchMean`, also where a part of it does not reach the head. */
  readonly rows: number;
  /** Number of the part of the step that it belongs to. */
  readonly part: number;
}

/** Losses and gradients of one step. All tensors are the caller's to dispose, who calls inside of a tidy. */
export interface StepGradients {
  readonly outcomes: readonly DeviceOutcome[];
  /** Heads without a label in the batch that count in a mean over all of its rows. */
  readonly silent: readonly Pick<DeviceOutcome, "head" | "rows" | "part">[];
  /** What was minimised beside the losses, each with the share of its part in it. */
  readonly penalties: readonly Penalty[];
  /** By path; only variables that received a gradient. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New moving statistics, by path. */
  readonly updates: ReadonlyMap<string, tf.Tensor>;
}

/** Numbers of a step on the host, each in the order of what it is of. */
export interface StepNumbers {
  readonly losses: Float32Array;
  readonly penalties: Float32Array;
}

/** How a step makes one number of all that it minimises. */
export interface Minimising {
  readonly weighting: Weighting;
  /** Penalties of the trained variables. */
  readonly regularization: readonly Regularized[];
}

/**
 * The gradients of what a step minimises, as a pure function of weights and batches: the weighting's total over all parts
 * and heads, plus the penalties that the parts' programs ask for, plus those of the weights that take part.
 *
 * A head none of whose rows has a label does not run, and neither does what only it needs: no loss, no gradient, no
 * statistics. A variable that the losses do not depend on has no gradient (which is not the same as a gradient of 0).
 *
 * @param weights of the network, and what the weighting learned beside them
 * @returns `undefined` where no head has a label
 */
export function stepGradients(
  weights: ReadonlyMap<string, tf.Tensor>,
  parts: readonly StepPart[],
  trained: readonly string[],
  { weighting, regularization }: Minimising,
  { seed, step }: Moment,
): StepGradients | undefined {
  const outcomes: DeviceOutcome[] = [];
  const silent: Pick<DeviceOutcome, "head" | "rows" | "part">[] = [];
  const updates = new Map<string, tf.Tensor>();
  const penalties: Penalty[] = [];

  function forward(): Minimised {
    const terms: Term[] = [];
    parts.forEach(({ batch, program, heads, share }, part) => {
      const plan = new BatchPlan(program.request, batch);
      const result = run(program, plan, {
        // Moving statistics follow one batch after another.
        weights: updates.size === 0 ? weights : new Map([...weights, ...updates]),
        random: (path) => randomStream(seed, "layer", path, step, part),
      });
      for (const head of heads) {
        const labels = plan.labels(head.path);
        const rows = head.reduction === "batchMean" ? batch.size : (labels?.valid ?? 0);
        if (!labels) {
          if (head.reduction === "batchMean") silent.push({ head, rows, part });
          continue;
        }
        const [loss, values] = [result.loss(head.path)!, result.value(head.path)!];
        outcomes.push({ head, loss: tf.keep(loss), values: tf.keep(values), labels, rows, part });
        terms.push({ head, loss, share });
      }
      for (const { name, loss } of result.penalties) {
        penalties.push({ name, loss: tf.keep(scaled(loss, share)) });
      }
      for (const [path, value] of result.updates) {
        updates.get(path)?.dispose();
        updates.set(path, tf.keep(value));
      }
    });
    return { terms, penalties };
  }

  let done = false;
  try {
    const reached = weighedGradients(forward, weights, trained, weighting);
    if (outcomes.length === 0) return undefined;
    const { loss, gradients } = regularize(regularization, weights, reached);
    if (loss) penalties.push({ name: "regularization", loss: tf.keep(loss) });
    done = true;
    return { outcomes, silent, penalties, gradients, updates };
  } finally {
    if (!done) {
      dropTape();
      for (const { loss, values } of outcomes) tf.dispose([loss, values]);
      for (const { loss } of penalties) loss.dispose();
      for (const update of updates.values()) update.dispose();
    }
  }
}
