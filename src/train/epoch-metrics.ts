/* What an epoch comes to: losses and metrics, from sums that are kept from step to step. */
import { countRows, formatName, metricValues, penaltyName, type MetricStates } from "../metrics";
import type { HeadOutcome } from "./run";

interface HeadSums {
  /** Sum over steps of loss * rows. */
  loss: number;
  /** Rows that the losses are means over: labelled ones under `validMean`, all under `batchMean`. */
  rows: number;
  /** Labelled rows. */
  valid: number;
  /** Factor of the head's loss in the sum of all: the mean over `rows`, where it changes. */
  weight: number;
  /** What its metrics have counted: all of them as soon as there was a labelled row. */
  readonly metrics: MetricStates;
}

/** By head, the sums of an epoch so far: plain JSON, so that a checkpoint in its middle can keep them. */
export type EpochSums = Record<string, HeadSums>;

/** What the steps of an epoch so far minimised beside the losses: plain JSON. */
export interface PenaltySum {
  sum: number;
  /** Steps that had any. */
  steps: number;
}

export const noPenalty = (): PenaltySum => ({ sum: 0, steps: 0 });

/** Adds what a step minimised beside the losses. */
export function addPenalty(sum: PenaltySum, penalty: number | undefined): void {
  if (penalty === undefined) return;
  sum.sum += penalty;
  sum.steps += 1;
}

/** `penalty`: the mean over the steps that had any; absent where none had. */
export const penaltyMetric = ({ sum, steps }: PenaltySum): Record<string, number> =>
  steps === 0 ? {} : { [penaltyName]: sum / steps };

/** Adds what the heads did in one step. Inactive parts of an alternating step do not count. */
export function addOutcomes(sums: EpochSums, outcomes: readonly HeadOutcome[]): void {
  for (const { head, loss, rows, valid, values, labels } of outcomes) {
    const sum = (sums[head.name] ??= { loss: 0, rows: 0, valid: 0, weight: head.weight, metrics: {} });
    sum.loss += loss * rows;
    sum.rows += rows;
    if (head.weight !== sum.weight) sum.weight += ((head.weight - sum.weight) * rows) / sum.rows;
    sum.valid += valid;
    if (valid > 0)
      countRows(sum.metrics, head, { values, width: values.length / labels.mask.length, ...labels });
  }
}

/**
 * `loss` (the heads' losses, each times its weight, in one sum), each metric over the labelled rows of all heads that count
 * it, and the same for each head alone; under the names of validation where they are validation's.
 *
 * A head's loss is the mean of what its steps minimised, each step with as many rows as its loss is a mean over. So it
 * does not depend on how samples fall into batches: sum(m · l) / sum m under `validMean`, sum(m · l) / samples under
 * `batchMean`. What no label was counted for is absent, not 0 and not NaN.
 */
export function epochMetrics(sums: EpochSums, validation = false): Record<string, number> {
  const found: Record<string, number> = {};
  const add = (head: string | undefined, loss: number, metrics: readonly MetricStates[]): void => {
    for (const [metric, value] of Object.entries({ loss, ...metricValues(metrics) }))
      found[formatName({ validation, head, metric })] = value;
  };
  const labelled = Object.entries(sums).filter(([, sum]) => sum.valid > 0);
  if (labelled.length === 0) return found;
  add(
    undefined,
    labelled.reduce((total, [, sum]) => total + sum.weight * (sum.loss / sum.rows), 0),
    labelled.map(([, sum]) => sum.metrics),
  );
  for (const [name, sum] of labelled) add(name, sum.loss / sum.rows, [sum.metrics]);
  return found;
}
