import { EspalierError } from "../errors";
import type { Notice } from "../notice";
import { checkOptionKinds } from "../options";
import { sizeOf } from "../shape";
import { requireDataset } from "./check-dataset";
import type { Dataset, InputColumn } from "./dataset";
import { randomHoldOut, stratifiedHoldOut } from "./splits";

/** The rows `indices` of an array whose rows have `width` values. */
function takeRows<Values extends Float32Array | Int32Array>(
  data: Values,
  width: number,
  indices: ArrayLike<number>,
): Values {
  const taken = (
    data instanceof Float32Array
      ? new Float32Array(indices.length * width)
      : new Int32Array(indices.length * width)
  ) as Values;
  for (let i = 0; i < indices.length; i++)
    taken.set(data.subarray(indices[i]! * width, (indices[i]! + 1) * width), i * width);
  return taken;
}

/**
 * Some samples of a dataset, in the order of `indices`; a sample may come twice. Nothing is shared with the original.
 *
 * @throws EspalierError where an index is no sample.
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  requireDataset(dataset, "subset");
  if (typeof (indices as ArrayLike<number> | undefined)?.length !== "number")
    throw new EspalierError("subset needs the numbers of samples", {
      hint: "give a list, such as [0, 2, 5]",
    });
  const wrong = Array.from(indices).find((i) => !Number.isInteger(i) || i < 0 || i >= dataset.size);
  if (wrong !== undefined)
    throw new EspalierError(`there is no sample ${wrong}`, {
      hint: `the ${dataset.size} samples are numbered 0 to ${dataset.size - 1}`,
    });
  const labels = Object.entries(dataset.labels).map(
    ([name, values]) => [name, takeRows(values, values.length / Math.max(dataset.size, 1), indices)] as const,
  );
  return {
    size: indices.length,
    inputs: Object.fromEntries(
      Object.entries(dataset.inputs).map(([name, column]) => [name, columnOf(column, indices)]),
    ),
    labels: Object.fromEntries(labels),
    tags: Object.fromEntries(
      Object.entries(dataset.tags).map(([name, values]) => [name, takeRows(values, 1, indices)]),
    ),
    ...(dataset.sampleWeights && {
      sampleWeights: Object.fromEntries(
        Object.entries(dataset.sampleWeights).map(([name, values]) => [name, takeRows(values, 1, indices)]),
      ),
    }),
    ...(dataset.classes && { classes: dataset.classes }),
    ...(dataset.tagValues && { tagValues: dataset.tagValues }),
  };
}

/** Only the rows that the samples need. */
function columnOf({ data, rows, lengths, ...kept }: InputColumn, indices: ArrayLike<number>): InputColumn {
  const take = (taken: ArrayLike<number>): InputColumn => ({
    ...kept,
    data: takeRows(data, sizeOf(kept.shape), taken),
    ...(lengths && { lengths: takeRows(lengths, 1, taken) }),
  });
  if (!rows) return take(indices);
  const needed: number[] = [];
  const newRows = Int32Array.from(indices, (sample) => {
    const row = rows[sample]!;
    return row < 0 ? -1 : needed.push(row) - 1;
  });
  return { ...take(needed), rows: newRows };
}

export interface SplitOptions {
  /** A target of classes: each part has each class in the share that it has in all. Without it, samples are drawn at random. */
  readonly target?: string;
  /** The share of the samples that tests. Default 0.2. */
  readonly testShare?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * A dataset in two: stratified by the classes of a target, or at random. Everything follows from the labels and the seed.
 *
 * @returns with a notice (`notStratified`) where the target has values, or labels of which a sample may have several, by
 * which nothing can be stratified: the samples were then drawn at random
 * @throws EspalierError where there is no such target, or it cannot be split so (see `stratifiedHoldOut`).
 */
export function split(
  dataset: Dataset,
  options: SplitOptions = {},
): { train: Dataset; test: Dataset; notices: readonly Notice[] } {
  requireDataset(dataset, "split");
  checkOptionKinds("split", options, { target: "string", testShare: "number", seed: "number" });
  const { target, testShare = 0.2, seed = 1 } = options;
  const labels = target === undefined ? undefined : dataset.labels[target];
  if (target !== undefined && !labels)
    throw new EspalierError(`the data has no labels for "${target}"`, {
      hint: `split by one of ${Object.keys(dataset.labels).join(", ") || "its targets (it has none)"}, or without a target at random`,
    });
  const parts =
    target !== undefined && labels instanceof Int32Array
      ? stratifiedHoldOut(labels, testShare, seed, dataset.classes?.[target])
      : randomHoldOut(dataset.size, testShare, seed);
  return {
    train: subset(dataset, parts.train),
    test: subset(dataset, parts.test),
    notices: labels && !(labels instanceof Int32Array) ? [notStratified(target!, dataset)] : [],
  };
}

const notStratified = (target: string, { classes }: Dataset): Notice => ({
  code: "notStratified",
  where: target,
  message: `the target has ${classes?.[target] ? "labels that do not exclude one another" : "labels that do not exclude one another or values"}, not classes, so the samples were drawn at random and not stratified`,
  hint: "leave the target out if that is meant",
});
