import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../backend/random";
import type { HeadNode } from "../../graph/ir";
import { BatchPlan, Program, requestOf, run, type GraphIndex } from "../../program";
import type { DeviceData } from "../device-data";
import type { LabelledLogits } from "./labelled-logits";

/**
 * The logits of some heads for the samples that have a label for them, along the branches that labels name: a head in a branch
 * is asked for its own samples only.
 *
 * @returns in the order of the heads; `undefined` where none of its samples has a label
 */
export function readLogits(
  index: GraphIndex,
  weights: ReadonlyMap<string, tf.Tensor>,
  data: DeviceData,
  heads: readonly HeadNode[],
  batchSize: number,
): (LabelledLogits | undefined)[] {
  const found = heads.map(() => ({ logits: [] as number[], labels: [] as number[] }));
  const wanted = heads.map(({ path }) => ({ kind: "value", path }) as const);
  const mode = { training: false, routing: "labels", branches: "chosen" } as const;
  const program = new Program(requestOf(index, wanted, mode));
  for (let start = 0; start < data.size; start += batchSize) {
    const samples = Int32Array.from({ length: Math.min(batchSize, data.size - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const plan = new BatchPlan(program.request, data.batch(samples));
      const result = run(program, plan, { weights, random: (path) => randomStream(0, path) });
      heads.forEach(({ path, shape }, i) => {
        const labels = plan.labels(path);
        const value = result.value(path);
        if (!labels || !value) return;
        const logits = value.dataSync<"float32">();
        const width = shape[0]!;
        labels.mask.forEach((labelled, row) => {
          if (labelled !== 1) return;
          const own = logits.subarray(row * width, (row + 1) * width);
          if (own.some((logit) => !Number.isFinite(logit))) return;
          found[i]!.logits.push(...(width === 1 ? [0] : []), ...own);
          found[i]!.labels.push(labels.labels[row]!);
        });
      });
    });
  }
  return found.map(({ logits, labels }, i) =>
    labels.length === 0
      ? undefined
      : {
          logits: Float64Array.from(logits),
          classes: heads[i]!.classes!.length,
          labels: Int32Array.from(labels),
        },
  );
}
