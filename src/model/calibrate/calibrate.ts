import type { Dataset } from "../../data/dataset";
import { requireDataset } from "../../data/check-dataset";
import { EspalierError } from "../../errors";
import { dependencies } from "../../graph/reach";
import type { HeadCalibration, HeadNode } from "../../graph/ir";
import { reliability, type Reliability } from "../../metrics";
import { checkOptionKinds } from "../../options";
import type { Calibration } from "../../spec/language";
import { DeviceData } from "../device-data";
import type { Model } from "../model";
import { PREDICT_BATCH } from "../predict";
import { fits } from "./fits";
import { probabilitiesOf, type LabelledLogits } from "./labelled-logits";
import { readLogits } from "./read-logits";

export interface CalibrateOptions {
  /** Names of the heads; all that declare a calibration without it. */
  readonly heads?: readonly string[];
  /** Samples at a time; 256 without it. */
  readonly batchSize?: number;
}

/** What a calibration did to one head, over the samples that it was fitted on. A list of them shows itself as a table. */
export interface CalibrationRow {
  readonly head: string;
  readonly calibration: Calibration;
  /** With a label for the head, and in its branch by label. */
  readonly samples: number;
  /** With the softmax of the logits as they are, whatever calibration the model had; `…After` with the new one. */
  readonly accuracyBefore: number;
  readonly accuracyAfter: number;
  /** Mean of -log p(label), natural logarithm: what is minimised. */
  readonly logLossBefore: number;
  readonly logLossAfter: number;
  /** Expected calibration error over 15 bins of equal width (Guo et al. 2017). */
  readonly eceBefore: number;
  readonly eceAfter: number;
}

/** A head that declares a calibration. */
type Calibrated = HeadNode & { readonly calibration: HeadCalibration };

/**
 * Fits the calibrations of a model's heads on data that it was not trained on, and puts them in place: they are saved with the
 * model, and every probability that it gives from then on goes through them. Each head is fitted on its own samples (those in its
 * branch by label), after the heads that it stands on; two that share their weights are fitted together. Nothing else changes.
 *
 * @param data kept apart from training, with labels
 * @returns a row for each head, in the network's order
 * @throws EspalierError before anything is changed, where no head declares a calibration, a name is none of theirs, the data do
 * not fit, or a head has no sample with a label
 */
export function calibrate(model: Model, data: Dataset, options: CalibrateOptions = {}): CalibrationRow[] {
  model.requireWeights();
  requireDataset(data, "calibrate");
  checkOptionKinds("calibrate", options, { heads: "object", batchSize: "number" });
  const batchSize = options.batchSize ?? PREDICT_BATCH;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new EspalierError(`batchSize is ${batchSize}`, { hint: "give a whole number of at least 1" });
  }
  const heads = chosenHeads(model, options.heads);
  const device = new DeviceData(model.graph, data);
  try {
    const read = (asked: readonly HeadNode[]) =>
      readLogits(model.index, model.weights, device, asked, batchSize);
    const untouched = read(heads);
    requireSamples(heads, untouched);
    return roundsOf(model, heads).flatMap((round, i) => {
      // What stands on a head that was fitted in an earlier round says something else by now.
      const logits = i === 0 ? round.map((head) => untouched[heads.indexOf(head)]) : read(round);
      const rows: CalibrationRow[] = [];
      for (const same of sharing(round))
        rows.push(
          ...fitOne(
            model,
            same,
            same.map((head) => logits[round.indexOf(head)]!),
          ),
        );
      return rows;
    });
  } finally {
    device.dispose();
  }
}

function chosenHeads({ graph }: Model, names: readonly string[] | undefined): Calibrated[] {
  const declared = graph.heads.filter((head): head is Calibrated => head.calibration !== undefined);
  if (declared.length === 0) {
    throw new EspalierError("no head of the network declares a calibration", {
      hint: 'give a head over classes "calibration": "temperature" (or "vector")',
    });
  }
  const known = declared.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new EspalierError(`calibrate: there is no head "${unknown}" with a calibration`, {
      hint: `those that declare one are ${known.join(", ")}`,
    });
  }
  return names ? declared.filter(({ name }) => names.includes(name)) : declared;
}

function requireSamples(heads: readonly HeadNode[], logits: readonly (LabelledLogits | undefined)[]): void {
  const empty = heads.find((_, i) => !logits[i]);
  if (!empty) return;
  throw new EspalierError("no sample has a label for this head, or its logits are not finite", {
    where: empty.name,
    hint: "give labelled samples for it, or name the other heads in `heads`",
  });
}

/** The heads in rounds, each after those whose probabilities may enter it. */
function roundsOf({ graph }: Model, heads: readonly Calibrated[]): Calibrated[][] {
  const depth = new Map<string, number>();
  for (const { path } of heads) {
    const { nodes } = dependencies(graph, [path]);
    const before = [...depth].filter(([other]) => other !== path && nodes.has(other));
    depth.set(
      path,
      before.reduce((deepest, [, round]) => Math.max(deepest, round + 1), 0),
    );
  }
  const rounds: Calibrated[][] = [];
  for (const head of heads) (rounds[depth.get(head.path)!] ??= []).push(head);
  return rounds.filter((round) => round.length > 0);
}

/** Heads whose calibrations are the same weights (in a shared module), together. */
function sharing(heads: readonly Calibrated[]): Calibrated[][] {
  const groups = new Map<string, Calibrated[]>();
  for (const head of heads) {
    const [key] = head.calibration.variables;
    groups.set(key!, [...(groups.get(key!) ?? []), head]);
  }
  return [...groups.values()];
}

/** Fits one calibration, puts it in place and says what it did to each of its heads. */
function fitOne(
  model: Model,
  heads: readonly Calibrated[],
  logits: readonly LabelledLogits[],
): CalibrationRow[] {
  const { form, variables } = heads[0]!.calibration;
  const { weights, apply } = fits[form](together(logits), heads[0]!.shape[0]!);
  const { graph } = model;
  model.setHostWeights(
    new Map(
      variables.map((path, i) => [path, { shape: graph.variables.get(path)!.shape, data: weights[i]! }]),
    ),
  );
  return heads.map((head, i) => {
    const own = logits[i]!;
    const before = measure(own, own.logits);
    const after = measure(own, apply(own));
    return {
      head: head.name,
      calibration: form,
      samples: before.samples,
      accuracyBefore: before.accuracy,
      accuracyAfter: after.accuracy,
      logLossBefore: before.logLoss,
      logLossAfter: after.logLoss,
      eceBefore: before.ece,
      eceAfter: after.ece,
    };
  });
}

const measure = ({ classes, labels }: LabelledLogits, logits: Float64Array): Reliability =>
  reliability(probabilitiesOf(logits, classes), classes, labels)!;

function together(parts: readonly LabelledLogits[]): LabelledLogits {
  const [first] = parts;
  if (parts.length === 1) return first!;
  return {
    logits: Float64Array.from(parts.flatMap(({ logits }) => [...logits])),
    classes: first!.classes,
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
  };
}
