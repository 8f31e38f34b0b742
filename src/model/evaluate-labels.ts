/* How good a head over labels is on samples that it was not trained on. */
import { requireDataset } from "../data/check-dataset";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import {
  countKnown,
  countLabels,
  countMatches,
  eachKnownLabel,
  macroF1Of,
  microF1Of,
  noLabelCounts,
  shareOfKnown,
} from "../metrics";
import { checkOptionKinds } from "../options";
import { list } from "../text/wording";
import { DeviceData } from "./device-data";
import type { Model } from "./model";

/** One label. */
export interface LabelRecord {
  readonly label: string;
  /** Samples of which it is known whether they have it: all that follows is of these. */
  readonly known: number;
  /** Those that have it. */
  readonly present: number;
  /** Those of which the network says so. */
  readonly told: number;
  /** The share of those of which it says so that have it; `undefined` for none. */
  readonly precision: number | undefined;
  /** The share of those that have it of which it says so; `undefined` for none. */
  readonly recall: number | undefined;
  /** 2 hits / (present + told); `undefined` where both are 0. */
  readonly f1: number | undefined;
}

/** What a head over labels comes to: see the metrics of the same names. */
export interface LabelReport {
  /** The head's name. */
  readonly head: string;
  readonly threshold: number;
  /** Those with a known label. */
  readonly samples: number;
  readonly labelAccuracy: number;
  readonly hammingLoss: number;
  readonly exactMatch: number;
  readonly microF1: number | undefined;
  readonly macroF1: number | undefined;
  /** By label, in the order of their numbers. */
  readonly rows: readonly LabelRecord[];
}

export interface EvaluateLabelsOptions {
  /** The head's name; the only one over labels without it. */
  readonly head?: string;
  /** The probability above which a sample has a label; the head's own without it. */
  readonly threshold?: number;
}

/**
 * The labels that a network gives to samples against those that they have. Labels that are not known count nowhere; of samples
 * for which the head does not run no label is told.
 *
 * @throws EspalierError where there is no such head over labels, or no sample has a known label
 */
export function evaluateLabels(
  model: Model,
  data: Dataset,
  options: EvaluateLabelsOptions = {},
): LabelReport {
  requireDataset(data, "evaluateLabels");
  checkOptionKinds("evaluateLabels", options, { head: "string", threshold: "number" });
  const { name, path } = headOverLabels(model, options.head);
  const { threshold } = options;
  const said = model.predict(data, threshold === undefined ? {} : { threshold }).labels[name]!;
  const device = new DeviceData(model.graph, data);
  try {
    const found = device.labels(path);
    const samples = found?.present.reduce((sum, present) => sum + present, 0) ?? 0;
    if (found?.kind !== "labels" || samples === 0) {
      throw new EspalierError("evaluateLabels: no sample has a known label for this head", { where: name });
    }
    const rows = { width: found.width, labels: found.labels, mask: found.present };
    const told = (place: number): boolean => said.chosen[place] === 1;
    const known = { known: 0, correct: 0 };
    const matches = { labelled: 0, correct: 0 };
    const counts = noLabelCounts(found.width);
    countKnown(known, rows, told);
    countMatches(matches, rows, told);
    countLabels(counts, rows, told);
    const knownBy = Array<number>(found.width).fill(0);
    eachKnownLabel(rows, told, (_row, label) => (knownBy[label]! += 1));
    const labelAccuracy = shareOfKnown([known])!; // There is a known label.
    return {
      head: name,
      threshold: said.threshold,
      samples,
      labelAccuracy,
      hammingLoss: 1 - labelAccuracy,
      exactMatch: matches.correct / matches.labelled,
      microF1: microF1Of([counts]),
      macroF1: macroF1Of([counts]),
      rows: said.labels.map((label, number) => {
        const [present, claimed, hits] = [
          counts.present[number]!,
          counts.told[number]!,
          counts.hits[number]!,
        ];
        return {
          label,
          known: knownBy[number]!,
          present,
          told: claimed,
          precision: claimed === 0 ? undefined : hits / claimed,
          recall: present === 0 ? undefined : hits / present,
          f1: present + claimed === 0 ? undefined : (2 * hits) / (present + claimed),
        };
      }),
    };
  } finally {
    device.dispose();
  }
}

function headOverLabels({ graph }: Model, wanted: string | undefined) {
  const heads = graph.heads.filter(({ multiLabel }) => multiLabel);
  const [first, ...others] = wanted === undefined ? heads : heads.filter(({ name }) => name === wanted);
  if (first && others.length === 0) return first;
  const names = list(heads.map(({ name }) => name));
  throw new EspalierError(
    first
      ? "evaluateLabels: several heads are over labels"
      : `evaluateLabels: there is no head${wanted === undefined ? "" : ` "${wanted}"`} over labels`,
    {
      hint:
        heads.length > 0
          ? `say which: ${names}`
          : 'a target with "labels" in place of "classes" has several for a sample',
    },
  );
}
