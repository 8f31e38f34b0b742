import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import type { Batch } from "../model/device-data";
import { Evaluation } from "../model/evaluation";
import type { Program } from "../model/program";
import type { Term, Weighting } from "../weighting";
import { countRight, lossOfHead, rowLabels } from "./head-loss";

/** A batch and the heads whose losses on it count. */
export interface StepPart {
  readonly batch: Batch;
  readonly heads: readonly HeadNode[];
  /** Factor of this part's losses. */
  readonly share: number;
}

/** What one head did in one step. */
export interface HeadOutcome {
  readonly head: HeadNode;
  /** As it is minimised, the head's weight apart: a mean over `rows`. */
  readonly loss: number;
  /** Labelled rows under `validMean`; the batch under `batchMean`, also where a part of it does not reach the head. */
  readonly rows: number;
  /** Rows with a label. */
  readonly valid: number;
  /** Of these, right ones; `undefined` for a head that predicts values. */
  readonly right: number | undefined;
  /** Number of the part of the step that it belongs to. */
  readonly part: number;
}

/** Losses and gradients of one step. All tensors are the caller's to dispose. */
export interface StepGradients {
  readonly outcomes: readonly HeadOutcome[];
  /** By path; only variables that received a gradient. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New moving statistics, by path. */
  readonly updates: ReadonlyMap<string, tf.Tensor>;
}

interface OpenOutcome extends Omit<HeadOutcome, "loss" | "right"> {
  readonly loss: tf.Scalar;
  readonly logits: tf.Tensor;
  readonly labels: NonNullable<ReturnType<typeof rowLabels>>;
}

/**
 * The gradients of the weighting's total over all parts and heads, as a pure function of weights and batches.
 *
 * A head none of whose rows has a label does not run, and neither does what only it needs: no loss, no gradient, no
 * statistics. A variable that the losses do not depend on has no gradient (which is not the same as a gradient of 0).
 *
 * @param weights of the network, and what the weighting learned beside them
 * @param step number of the step in the run: with the seed and a layer's path it gives the layer's random draws
 * @returns `undefined` where no head has a label
 */
export function stepGradients(
  program: Program,
  weights: ReadonlyMap<string, tf.Tensor>,
  parts: readonly StepPart[],
  trained: readonly string[],
  weighting: Weighting,
  { seed, step }: { seed: number; step: number },
): StepGradients | undefined {
  const open: OpenOutcome[] = [];
  const silent: HeadOutcome[] = [];
  const updates = new Map<string, tf.Tensor>();
  const moves = new Set(trained);

  function forward(): tf.Scalar {
    const terms: Term[] = [];
    parts.forEach(({ batch, heads, share }, part) => {
      const evaluation = new Evaluation(program, batch, {
        // Moving statistics follow one batch after another.
        weights: updates.size === 0 ? weights : new Map([...weights, ...updates]),
        training: true,
        moves,
        routing: "labels",
        branches: "chosen",
        random: (path) => randomStream(seed, "layer", path, step, part),
      });
      for (const head of heads) {
        const samples = evaluation.positions(head.path).map((position) => batch.samples[position]!);
        const labels = head.weight > 0 ? rowLabels(batch.data, head, samples) : undefined;
        if (!labels) {
          // A batch without a label for it counts in a mean over all rows.
          if (head.weight > 0 && head.reduction === "batchMean") {
            silent.push({ head, loss: 0, rows: batch.size, valid: 0, right: undefined, part });
          }
          continue;
        }
        const logits = evaluation.value(head.path);
        const loss = lossOfHead(head, logits, labels, batch.size);
        const { valid } = labels;
        const rows = head.reduction === "batchMean" ? batch.size : valid;
        open.push({ head, loss: tf.keep(loss), rows, logits: tf.keep(logits), labels, valid, part });
        terms.push({ head, loss, share });
      }
      for (const [path, value] of evaluation.updates) {
        updates.get(path)?.dispose();
        updates.set(path, tf.keep(value));
      }
    });
    if (terms.length === 0) throw new NothingToLearn();
    return weighting.combine(terms, weights);
  }

  let done = false;
  try {
    const { value, grads } = tf.engine().gradients(
      forward,
      trained.map((path) => weights.get(path)!),
      undefined,
      true,
    );
    const seen = open.map((outcome) => ({
      head: outcome.head,
      rows: outcome.rows,
      valid: outcome.valid,
      part: outcome.part,
      loss: outcome.loss.dataSync<"float32">()[0]!,
      right: outcome.head.classes
        ? countRight(outcome.head, outcome.logits.dataSync<"float32">(), outcome.labels)
        : undefined,
    }));
    value.dispose();
    const gradients = new Map<string, tf.Tensor>();
    // A variable that no loss depends on comes back as undefined, whatever the engine's type says.
    (grads as (tf.Tensor | undefined)[]).forEach((gradient, i) => {
      if (gradient) gradients.set(trained[i]!, gradient);
    });
    done = true;
    return { outcomes: [...seen, ...silent], gradients, updates };
  } catch (error) {
    if (error instanceof NothingToLearn) return undefined;
    throw error;
  } finally {
    for (const { loss, logits } of open) tf.dispose([loss, logits]);
    if (!done) for (const update of updates.values()) update.dispose();
  }
}

/** Leaves the engine's gradient scope where no head of the step has a label. */
class NothingToLearn extends Error {}
