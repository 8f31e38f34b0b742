import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode, Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import { PREDICT_BATCH } from "../model/predict";
import { BatchPlan, Program, requestOf, run, type GraphIndex, type Mode } from "../program";
import { addOutcomes, epochMetrics, type EpochSums } from "./epoch-metrics";
import { poolsOf } from "./samples";
import { readCounted } from "./run";

/** As it predicts, along the branches that labels name; a batch here is none of training's. */
const VALIDATION: Mode = { training: false, routing: "labels", branches: "chosen", exactMeans: true };

/**
 * The losses and metrics of a phase's heads over samples, without training: what the phase minimises, as exact means
 * whatever the batch size. Under `validMean` over the labelled samples; under `batchMean` over those that would stand in
 * the head's batches. Branches run for the samples that belong to them by label.
 */
export function validationMetrics(
  index: GraphIndex,
  weights: ReadonlyMap<string, tf.Tensor>,
  data: DeviceData,
  samples: Int32Array,
  phase: Phase,
): Record<string, number> {
  const sums: EpochSums = {};
  const heads = phase.heads.map((path) => index.head(path));
  const wanted = heads.map(({ path }) => ({ kind: "loss", path }) as const);
  const program = new Program(requestOf(index, wanted, VALIDATION));
  for (let start = 0; start < samples.length; start += PREDICT_BATCH) {
    tf.tidy(() => {
      const batch = data.batch(samples.slice(start, start + PREDICT_BATCH));
      const plan = new BatchPlan(program.request, batch);
      const result = run(program, plan, { weights, random: (path) => randomStream(0, path) });
      for (const head of heads) {
        const labels = plan.labels(head.path);
        if (!labels) continue;
        const { valid } = labels;
        const loss = result.loss(head.path)!.dataSync<"float32">()[0]!;
        const values = readCounted(head, result.value(head.path)!);
        addOutcomes(sums, [{ head, loss, rows: valid, valid, values, labels }]);
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
