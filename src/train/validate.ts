import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode, Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import { Evaluation } from "../model/evaluation";
import { PREDICT_BATCH } from "../model/predict";
import type { Program } from "../model/program";
import { addOutcomes, epochMetrics, type EpochSums } from "./epoch-metrics";
import { lossOfHead, rowLabels } from "./row-labels";
import { poolsOf } from "./samples";
import { readCounted } from "./step";

/**
 * The losses and metrics of a phase's heads over samples, without training: what the phase minimises, as exact means
 * whatever the batch size. Under `validMean` over the labelled samples; under `batchMean` over those that would stand in
 * the head's batches. Branches run for the samples that belong to them by label.
 */
export function validationMetrics(
  program: Program,
  weights: ReadonlyMap<string, tf.Tensor>,
  data: DeviceData,
  samples: Int32Array,
  phase: Phase,
): Record<string, number> {
  const sums: EpochSums = {};
  const heads = phase.heads.map((path) => program.head(path));
  for (let start = 0; start < samples.length; start += PREDICT_BATCH) {
    tf.tidy(() => {
      const batch = data.batch(samples.slice(start, start + PREDICT_BATCH));
      const evaluation = new Evaluation(program, batch, {
        weights,
        training: false,
        routing: "labels",
        branches: "chosen",
        random: (path) => randomStream(0, path),
      });
      for (const head of heads) {
        const rows = evaluation.positions(head.path).map((position) => batch.samples[position]!);
        const labels = rowLabels(data, head, rows);
        if (!labels) continue;
        const logits = evaluation.value(head.path);
        // As a mean over the labelled rows first: a batch here is none of training's.
        const loss = lossOfHead({ ...head, reduction: "validMean" }, logits, labels, batch.size);
        addOutcomes(sums, [
          {
            head,
            loss: loss.dataSync<"float32">()[0]!,
            rows: labels.valid,
            valid: labels.valid,
            values: readCounted(head, logits),
            labels,
            part: 0,
          },
        ]);
      }
    });
  }
  for (const head of heads) {
    const sum = sums[head.name];
    if (sum && head.reduction === "batchMean") sum.rows = rowsInBatches(phase, head, data, samples);
  }
  return epochMetrics(sums, true);
}

/** How many of the samples would stand in batches that train the head: those of the phase, or of the head's turns. */
function rowsInBatches(phase: Phase, { path }: HeadNode, data: DeviceData, samples: Int32Array): number {
  const pools = poolsOf(phase, data, samples);
  return pools.reduce((rows, pool, turn) => {
    const heads = phase.alternation ? phase.alternation.turns[turn]!.heads : phase.heads;
    return heads.includes(path) ? rows + pool.length : rows;
  }, 0);
}
