import type { LabelsPrediction } from "../model/prediction";
import { checkOptionKinds } from "../options";
import { formatShare } from "../text/numbers";
import { table } from "./table";
import type { View } from "./view";

/** Samples that are shown where the caller does not say. */
const SHOWN = 20;

/**
 * What `model.predict(data).labels` says of each sample: its labels, the likeliest first, each with its probability.
 *
 * @param options.samples how many samples at most, from the first; 20 without it
 * @throws EspalierError where an option is none
 */
export function labelsTable(
  { target, labels, threshold, samples, probabilities }: LabelsPrediction,
  options: { samples?: number } = {},
): View {
  checkOptionKinds("labelsTable", options, { samples: "number" });
  const shown = samples.slice(0, options.samples ?? SHOWN);
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const rows = shown.map((own, sample) => ({
    sample: String(sample),
    labels: own
      .map((name) => {
        const probability = probabilities[sample * labels.length + numbers.get(name)!]!;
        return `${name} ${formatShare(probability)}`;
      })
      .join(", "),
  }));
  return table(rows, {
    columns: [
      { value: "sample", align: "right" as const },
      { value: "labels", title: target },
    ],
    note: [
      `labels with a probability above ${threshold}`,
      ...(shown.length < samples.length ? [`the first ${shown.length} of ${samples.length} samples`] : []),
    ].join("\n"),
  });
}
