import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import { Evaluation } from "../model/evaluation";
import { PREDICT_BATCH } from "../model/predict";
import type { Program } from "../model/program";
import { addOutcomes, figuresOf, type FigureSums } from "./figures";
import { countRight, lossOfHead, rowLabels } from "./head-loss";

/**
 * The heads' losses and accuracies over samples, without training: exact means over the labelled samples,
 * whatever the batch size. Branches run for the samples that belong to them by label.
 */
export function validationFigures(
  program: Program,
  weights: ReadonlyMap<string, tf.Tensor>,
  data: DeviceData,
  samples: Int32Array,
  heads: readonly HeadNode[],
): Record<string, number> {
  const sums: FigureSums = {};
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
        // As a mean over the valid rows, which addOutcomes weighs by their number: exact for both reductions.
        const loss = lossOfHead({ ...head, reduction: "validMean" }, logits, labels, batch.size);
        addOutcomes(sums, [
          {
            head,
            loss: loss.dataSync<"float32">()[0]!,
            valid: labels.valid,
            right: countRight(head, logits.dataSync<"float32">(), labels),
            part: 0,
          },
        ]);
      }
    });
  }
  return figuresOf(sums, "val/");
}
