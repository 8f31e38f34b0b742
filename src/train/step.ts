import * as tf from "@tensorflow/tfjs-core";
import { dropTape } from "../backend/drop-tape";
import { randomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import { BatchPlan, run, type Batch, type Program, type RowLabels } from "../program";
import type { Moment, Term, Weighting } from "../weighting";
import { weighedGradients } from "./weighed-gradients";

/** A batch, the program that runs on it, and the heads whose losses count. */
export interface StepPart {
  readonly batch: Batch;
  readonly program: Program;
  readonly heads: readonly HeadNode[];
  /** Factor of this part's losses. */
  readonly share: number;
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
  /** By path; only variables that received a gradient. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New moving statistics, and what the weighting keeps, by path. */
  readonly updates: ReadonlyMap<string, tf.Tensor>;
}

/**
 * The gradients of the weighting's total over all parts and heads, as a pure function of weights and batches.
 *
 * A head none of whose rows has a label does not run, and neither does what only it needs: no loss, no gradient, no
 * statistics. A variable that the losses do not depend on has no gradient (which is not the same as a gradient of 0).
 *
 * @param weights of the network, and the weighting's numbers beside them
 * @param step number of the step in the run: with the seed and a layer's path it gives the layer's random draws
 * @returns `undefined` where no head has a label
 */
export function stepGradients(
  weights: ReadonlyMap<string, tf.Tensor>,
  parts: readonly StepPart[],
  trained: readonly string[],
  weighting: Weighting,
  { seed, step }: { seed: number; step: number },
  moment: Moment,
): StepGradients | undefined {
  const outcomes: DeviceOutcome[] = [];
  const silent: Pick<DeviceOutcome, "head" | "rows" | "part">[] = [];
  const updates = new Map<string, tf.Tensor>();

  function forward(): Term[] {
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
      for (const [path, value] of result.updates) {
        updates.get(path)?.dispose();
        updates.set(path, tf.keep(value));
      }
    });
    return terms;
  }

  let done = false;
  try {
    const { gradients, kept } = weighedGradients(forward, weights, trained, weighting, moment);
    for (const [path, value] of kept) updates.set(path, tf.keep(tf.scalar(value)));
    if (outcomes.length === 0) return undefined;
    done = true;
    return { outcomes, silent, gradients, updates };
  } finally {
    if (!done) {
      dropTape();
      for (const { loss, values } of outcomes) tf.dispose([loss, values]);
      for (const update of updates.values()) update.dispose();
    }
  }
}
